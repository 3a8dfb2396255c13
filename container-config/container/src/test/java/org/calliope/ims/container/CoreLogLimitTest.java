package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import javax.sip.SipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoreLogLimitTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;

    @BeforeEach
    void start() {
        context.addTurboFilter(new CoreLogLimit(() -> now));
        lines.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(lines);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void write(String logger, int times) {
        for (int i = 0; i < times; i++) {
            context.getLogger(logger).error("message {} is not liked", i);
        }
    }

    @Test
    void oneLineASecondOfEachClassOfTheCore() {
        write("org.mobicents.servlet.sip.A", 1_000);
        write("org.mobicents.servlet.sip.B", 1_000);
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
            .containsExactly("message 0 is not liked", "message 0 is not liked");
        now += 1_000_000_000L;
        write("org.mobicents.servlet.sip.A", 1_000);
        assertThat(lines.list).hasSize(3);
    }

    @Test
    void anAckThatCouldNotBeSentIsNoLine() {
        Logger core = context.getLogger("org.mobicents.servlet.sip.A");
        core.error("A problem occured while proxying a subsequent request", new SipException("no way"));
        assertThat(lines.list).isEmpty();
        core.error("A problem occured while proxying a subsequent request", new IllegalStateException("no sense"));
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void ourOwnLinesAreNotLimited() {
        write("org.calliope.ims.container.Server", 100);
        assertThat(lines.list).hasSize(100);
    }

    @Test
    void whatIsOffDoesNotUseTheLineUp() {
        Logger core = context.getLogger("org.mobicents.servlet.sip.A");
        core.debug("off");
        assertThat(core.isErrorEnabled()).isTrue();
        core.error("on");
        assertThat(lines.list).hasSize(1);
    }
}
