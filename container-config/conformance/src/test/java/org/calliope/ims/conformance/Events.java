package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** What applications under test want their test to know. Packed into no archive, so there is one for all. Any thread. */
public final class Events {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> ALL = new CopyOnWriteArrayList<>();

    private Events() { }

    /** Called by an application; the application's name first, so that tests do not mix. */
    public static void note(String application, String event) {
        ALL.add(application + ": " + event);
    }

    public static List<String> of(String application) {
        return ALL.stream().filter(e -> e.startsWith(application + ": ")).map(e -> e.substring(application.length() + 2)).toList();
    }

    public static void await(String application, String event) {
        await(application, event, PATIENCE);
    }

    static void await(String application, String event, Duration patience) {
        Awaitility.await("event of " + application).atMost(patience).untilAsserted(() -> assertThat(of(application)).contains(event));
    }

    static void clear(String application) {
        ALL.removeIf(e -> e.startsWith(application + ": "));
    }
}
