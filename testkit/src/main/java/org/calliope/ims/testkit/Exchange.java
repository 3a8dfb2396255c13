package org.calliope.ims.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;

/** Everything one user agent sent and received, oldest first. Any thread may write and read. */
public final class Exchange {
    private static final int FULL_TEXTS = 6;

    /**
     * One message on the wire.
     *
     * @param after   since the user agent was made
     * @param message empty when the bytes are no SIP message
     * @param ignored the script told the user agent to behave as if this one was lost
     */
    public record Entry(Duration after, boolean sent, Transport transport, InetSocketAddress peer,
                                            Optional<SipMessage> message, byte[] bytes, boolean ignored) {

        String line() {
            return String.format(Locale.ROOT, "%8.3f s %s %s %-21s %s%s", after.toNanos() / 1e9, sent ? "-->" : "<--",
                    transport, peer.getAddress().getHostAddress() + ":" + peer.getPort(),
                    message.map(m -> m.startLine() + "  [" + m.header("CSeq").orElse("no CSeq") + "]")
                            .orElse(bytes.length + " bytes that are no SIP message"), ignored ? "  (ignored)" : "");
        }
    }

    private final String owner;
    private final long start = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Exchange(String owner) {
        this.owner = owner;
    }

    void record(boolean sent, Transport transport, InetSocketAddress peer, Optional<SipMessage> message, byte[] bytes,
                            boolean ignored) {
        Duration after = Duration.ofNanos(System.nanoTime() - start);
        synchronized (entries) {
            entries.add(new Entry(after, sent, transport, peer, message, bytes, ignored));
        }
    }

    /** Something beside the messages that a reader of a failure should know. */
    void note(String sentence) {
        synchronized (entries) {
            notes.add(sentence);
        }
    }

    public List<Entry> entries() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    /** Messages received, in order, including those a script told the user agent to ignore. */
    public List<SipMessage> received() {
        return entries().stream().filter(e -> !e.sent()).flatMap(e -> e.message().stream()).toList();
    }

    /** Messages sent, in order, retransmissions included. */
    public List<SipMessage> sent() {
        return entries().stream().filter(Entry::sent).flatMap(e -> e.message().stream()).toList();
    }

    /** One line a message, then the full text of the last few. */
    public String describe() {
        List<Entry> all = entries();
        StringBuilder text = new StringBuilder("What ").append(owner).append(" sent (-->) and received (<--):\n");
        if (all.isEmpty()) {
            text.append("  nothing\n");
        }
        all.forEach(e -> text.append("  ").append(e.line()).append('\n'));
        synchronized (entries) {
            notes.forEach(note -> text.append("  note: ").append(note).append('\n'));
        }
        if (!all.isEmpty()) {
            text.append("The last of them in full:\n");
        }
        for (Entry entry : all.subList(Math.max(0, all.size() - FULL_TEXTS), all.size())) {
            text.append(entry.sent() ? "----> " : "<---- ").append(entry.peer()).append('\n');
            String full = new String(entry.bytes(), java.nio.charset.StandardCharsets.UTF_8);
            full.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }
}
