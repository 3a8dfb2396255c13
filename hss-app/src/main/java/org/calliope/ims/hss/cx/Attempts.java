package org.calliope.ims.hss.cx;

import java.util.Optional;
import java.util.function.Supplier;

import org.calliope.ims.cx.ResultCode;

/** Repeats a procedure that was overtaken: it reads, decides and writes again from the new state. */
final class Attempts {

    private static final int LIMIT = 10;

    private Attempts() {
    }

    /** The first answer there is; an empty one means that somebody else changed the subscription in between. */
    static <T> T firstOf(Supplier<Optional<T>> attempt, Findings findings) {
        for (int i = 0; i < LIMIT; i++) {
            Optional<T> answer = attempt.get();
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw findings.refuse(ResultCode.UNABLE_TO_COMPLY, "concurrent change", "5",
                "the subscription was changed by others " + LIMIT + " times while this was decided");
    }
}
