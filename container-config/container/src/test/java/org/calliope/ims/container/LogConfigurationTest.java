package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's configuration as it is shipped. */
class LogConfigurationTest {

    private static final Path SHIPPED = Path.of("../distribution/src/main/conf/logback.xml");

    @TempDir
    private Path logs;

    private String line(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("calliope.conf", SHIPPED.getParent().toString());
        context.putProperty("calliope.logs", logs.toString());
        context.putProperty("calliope.console", "OFF");
        if (!format.isEmpty()) {
            context.putProperty("calliope.log", format);
        }
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        // the levels of java.util.logging are those of the whole virtual machine, and other tests have theirs
        configurator.doConfigure(new java.io.ByteArrayInputStream(Files.readString(SHIPPED)
            .replaceAll("<contextListener .*</contextListener>", "").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(context.getStatusManager().getCopyOfStatusList()).filteredOn(s -> s.getEffectiveLevel() > Status.INFO).isEmpty();
        context.getLogger("org.example.Test").warn("a \"quoted\" {}\nsecond line", "value");
        context.stop();
        return Files.readString(logs.resolve("server.log"));
    }

    @Test
    void aLineIsTextUnlessSomethingElseIsAskedFor() throws Exception {
        assertThat(line("")).endsWith("WARN  org.example.Test a \"quoted\" value \n").hasLineCount(1);
    }

    @Test
    void oneJsonObjectALineWhenThatIsAskedFor() throws Exception {
        assertThat(line("json")).startsWith("{").endsWith("}\n").hasLineCount(1).contains("\"level\":\"WARN\"")
            .contains("\"loggerName\":\"org.example.Test\"").contains("\"formattedMessage\":\"a \\\"quoted\\\" value\\nsecond line\"");
    }
}
