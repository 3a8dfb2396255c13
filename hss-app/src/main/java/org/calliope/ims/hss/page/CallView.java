package org.calliope.ims.hss.page;

import java.time.Instant;
import java.util.List;

import org.calliope.ims.hss.store.OngoingCalls.Ongoing;

/**
 * A call in progress.
 *
 * @param since  how long ago it was answered
 * @param media  their kinds: {@code audio}
 * @param ladder address of its messages
 */
public record CallView(String icid, List<String> callers, List<String> called, List<String> servers, String media, String since,
        String ladder) {

    /** At most so many of them. */
    public static List<CallView> of(List<Ongoing> all, int most, Instant now) {
        return all.stream().limit(most).map(call -> new CallView(call.icid(), call.callers(), call.called(), call.servers(),
                String.join(", ", call.media().stream().map(line -> line.split(" ", 2)[0]).distinct().toList()),
                Times.span(call.since(), now), Links.icid(call.icid()))).toList();
    }

    /** Who calls whom, as a button says it. */
    public String words() {
        return String.join(", ", callers) + " \u2192 " + String.join(", ", called);
    }
}
