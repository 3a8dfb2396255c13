package org.calliope.ims.diameter;

import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.api.OverloadException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests. Any thread. */
record Replies(CommonAvps common, IMessageParser parser) {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    void reply(Link link, IMessage request, ResultCode result, Consumer<AvpWriter> body) {
        IMessage answer = (IMessage) request.createAnswer();
        AvpWriter out = new AvpWriter(answer.getAvps());
        if (!new AvpReader(answer.getAvps()).has(Name.VENDOR_SPECIFIC_APPLICATION_ID)
                && request.getHeaderApplicationId() == Dictionary.CX_APPLICATION) {
            common.application(out);
        }
        common.result(out, result);
        out.put(Name.AUTH_SESSION_STATE, Dictionary.NO_STATE_MAINTAINED);
        common.origin(out);
        body.accept(out);
        send(link, answer, result);
    }

    /** @param avp the AVP at fault, "" for none; RFC 6733 7.5 */
    void refuse(Link link, IMessage request, ResultCode result, String avp) {
        reply(link, request, result, out -> Name.of(avp)
                .ifPresent(name -> out.group(Name.FAILED_AVP, group -> failed(name, request, group))));
    }

    private static void failed(Name name, IMessage request, AvpWriter out) {
        var present = request.getAvps().getAvp(name.code(), name.vendor());
        if (present == null) {
            out.example(name);
        } else {
            out.avps().addAvp(present);
        }
    }

    /** Nothing of the request but its header could be read. */
    void unreadable(Link link, Header header) {
        IMessage answer = parser.createEmptyMessage(header.command(), header.application());
        answer.setHopByHopIdentifier(header.hopByHop());
        answer.setEndToEndIdentifier(header.endToEnd());
        answer.setRequest(false);
        AvpWriter out = new AvpWriter(answer.getAvps());
        common.result(out, ResultCode.INVALID_AVP_LENGTH);
        common.origin(out);
        send(link, answer, ResultCode.INVALID_AVP_LENGTH);
    }

    private static void send(Link link, IMessage answer, ResultCode result) {
        answer.setReTransmitted(false);
        answer.setError(result.protocolError());
        try {
            link.sendMessage(answer);
        } catch (TransportException | OverloadException lost) { // nobody is there to take it
            LOG.debug("An answer for {} was not sent: {}", link, lost.toString());
        }
    }
}
