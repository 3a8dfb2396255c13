package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.calliope.ims.container.order.First;
import org.calliope.ims.container.order.Fourth;
import org.calliope.ims.container.order.Second;
import org.calliope.ims.container.order.Third;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts when. Clauses are JSR 289 1.1. */
class StartOrderTest {

    @TempDir
    private Path home;

    @BeforeEach
    void forget() {
        Events.clear();
    }

    @Test
    void servletsOfBothKindsStartInOneOrderAfterTheListenersAndHearOfItAfterwards_8_1_19() throws Exception {
        try (TestServer server = TestServer.start(home)) {
            server.server.deployer().deploy(Archives.archive(home.resolve("order.sar"), Map.of(), First.class, Second.class,
                Third.class, Fourth.class, Archives.packageInfo(First.class)));
        }
        List<String> told = Events.told();
        assertThat(told.subList(0, 5)).containsExactly("context initialized, servlet started: false", "init First", "init Second",
            "init Third", "init Fourth");
        assertThat(told.subList(5, told.size())).containsExactlyInAnyOrder("initialized First, same object: true",
            "initialized Third, same object: true");
    }
}
