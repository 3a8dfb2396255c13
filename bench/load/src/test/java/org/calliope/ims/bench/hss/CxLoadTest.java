package org.calliope.ims.bench.hss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.junit.jupiter.api.Test;

/** The load for an HSS says what it offered and what came of it. */
class CxLoadTest {

    @Test
    void everyQuestionIsCountedAndARefusedOneAsFailed() {
        AtomicInteger located = new AtomicInteger();
        AtomicInteger authenticated = new AtomicInteger();
        CxClient hss = (CxClient) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { CxClient.class },
                (proxy, method, args) -> switch (method.getName()) {
                    case "locate" -> {
                        located.incrementAndGet();
                        yield CompletableFuture.completedFuture(LocationInfoAnswer.of(ResultCode.SUCCESS));
                    }
                    default -> {
                        authenticated.incrementAndGet();
                        yield CompletableFuture.completedFuture(MultimediaAuthAnswer.of(ResultCode.ERROR_USER_UNKNOWN));
                    }
                });
        CxLoad load = new CxLoad(hss, "ims.example", 100, 0.5);

        load.offer("2000:0.5");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        load.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(located.get() + authenticated.get()).isEqualTo(1000);
        assertThat(located.get()).isBetween(300, 700);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("offered=1000", "failed=" + authenticated.get(), "p99=");
    }
}
