package org.calliope.ims.diameter;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.api.Avp;
import org.jdiameter.api.OverloadException;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests. Any thread. */
record Replies(CommonAvps common, IMessageParser parser) {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    /** @param features what this node says it supports, if the request did so: TS 29.229 7.2.1 */
    void reply(Link link, IMessage request, Application.Answer answer, List<SupportedFeatures> features) {
        send(link, request, answer.result(), out -> {
            if (!features.isEmpty() && new AvpReader(request.getAvps()).has(Name.SUPPORTED_FEATURES)) {
                CommonAvps.features(out, features);
            }
            answer.body().accept(out);
        });
    }

    void refuse(Link link, IMessage request, DiameterRefusal refusal) {
        Application.Answer answer = answer(request, refusal);
        send(link, request, answer.result(), answer.body());
    }

    /** RFC 6733 7.3 and 7.5: an error says why in words, and which AVP is at fault. */
    static Application.Answer answer(IMessage request, DiameterRefusal refusal) {
        ResultCode result = refusal.result().orElse(ResultCode.UNABLE_TO_COMPLY);
        Optional<Name> name = Name.of(refusal.detail());
        return new Application.Answer(result, out -> {
            out.put(Name.ERROR_MESSAGE, refusal.getMessage());
            if (refusal.failed().isPresent()) {
                out.group(Name.FAILED_AVP, group -> group.avps().addAvp(refusal.failed().get()));
            } else {
                name.ifPresent(known -> out.group(Name.FAILED_AVP, group -> failed(known, request, group)));
            }
        });
    }

    private static void failed(Name name, IMessage request, AvpWriter out) {
        Avp present = request.getAvps().getAvp(name.code(), name.vendor());
        if (present == null) {
            out.example(name);
        } else {
            out.avps().addAvp(present);
        }
    }

    // the answer of the codec begins with Session-Id (RFC 6733 8.8), the application and Proxy-Info, in the request's
    // order (6.2); that of the request is not trusted to have the application
    private void send(Link link, IMessage request, ResultCode result, Consumer<AvpWriter> body) {
        IMessage answer = (IMessage) request.createAnswer();
        AvpWriter out = new AvpWriter(answer.getAvps());
        if (!new AvpReader(answer.getAvps()).has(Name.VENDOR_SPECIFIC_APPLICATION_ID) && !result.protocolError()) {
            CommonAvps.application(out, request.getHeaderApplicationId());
        }
        common.result(out, result);
        out.put(Name.AUTH_SESSION_STATE, Dictionary.NO_STATE_MAINTAINED);
        common.origin(out);
        body.accept(out);
        send(link, answer, result);
    }

    /** The AVPs of the request cannot be told apart. */
    void unreadable(Link link, Header header, byte[] bytes) {
        BrokenAvp broken = BrokenAvp.find(bytes);
        refuse(link, header, ResultCode.INVALID_AVP_LENGTH, out -> {
            broken.session().ifPresent(session -> out.put(Name.SESSION_ID, session));
            // RFC 6733 7.1.5: its header, and data of the length that is the least for it
            out.group(Name.FAILED_AVP, group -> group.avps().addAvp(broken.code(), new byte[Integer.BYTES],
                    broken.vendor(), broken.mandatory(), false));
        });
    }

    /** Nothing of the request but its header could be read. */
    void refuse(Link link, Header header, ResultCode result, Consumer<AvpWriter> first) {
        IMessage answer = parser.createEmptyMessage(header.command(), header.application());
        answer.setHopByHopIdentifier(header.hopByHop());
        answer.setEndToEndIdentifier(header.endToEnd());
        answer.setRequest(false);
        AvpWriter out = new AvpWriter(answer.getAvps());
        first.accept(out);
        common.result(out, result);
        common.origin(out);
        send(link, answer, result);
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
