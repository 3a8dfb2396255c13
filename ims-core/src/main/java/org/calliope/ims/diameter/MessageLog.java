package org.calliope.ims.diameter;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.LateLines;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.IMessage;

/**
 * Writes a node's messages into the trace. Sending is always recorded; receiving only when the peer does not write
 * into the same trace, so that there each message stands once.
 */
final class MessageLog {

    private final Trace trace;
    private final String self;

    MessageLog(String originHost, Trace trace) {
        this.trace = trace;
        this.self = Role.labelOf(originHost);
    }

    void sent(Link link, IMessage message, byte[] bytes, Join join) {
        record(self, Role.labelOf(link.peer()), message, bytes, join);
    }

    void received(Link link, IMessage message, byte[] bytes, Join join) {
        if (!trace.isLocal(link.peer())) {
            record(Role.labelOf(link.peer()), self, message, bytes, join);
        }
    }

    private void record(String from, String to, IMessage message, byte[] bytes, Join join) {
        boolean request = message.isRequest();
        trace.diameter(DiameterEvent.of(from, to, Command.label(message.getCommandCode(), request),
                request ? "" : result(new AvpReader(message.getAvps())), new LateLines(bytes, AvpText::lines), join));
    }

    /** What a message says by itself about what it belongs to. */
    static Join joinOf(IMessage message) {
        try {
            AvpReader in = new AvpReader(message.getAvps());
            Join join = Join.NONE.withDiameterSession(in.optionalText(Name.SESSION_ID).orElse(""));
            return in.optionalText(Name.PUBLIC_IDENTITY)
                    .or(() -> in.optionalGroup(Name.USER_IDENTITY) // Sh
                            .flatMap(user -> user.optionalText(Name.PUBLIC_IDENTITY)))
                    .map(join::withRegistration).orElse(join);
        } catch (DiameterRefusal unreadable) {
            return Join.NONE;
        }
    }

    private static String result(AvpReader in) {
        try {
            return CommonAvps.result(in).map(ResultCode::label).orElse("");
        } catch (DiameterRefusal unreadable) {
            return "";
        }
    }
}
