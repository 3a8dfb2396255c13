package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.raw.MalformedMessage;

/**
 * Makes the parser of each channel. What came over UDP and can not be read is answered here, since the stack would know
 * its sender only from a message; a connection's channel does it itself. Made by the stack by name; the stack counts what
 * does not parse.
 */
public final class CountingParserFactory implements MessageParserFactory {

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        StrictParser parser = new StrictParser();
        ConvergedSipStack converged = (ConvergedSipStack) stack;
        return (bytes, readBody, strict, listener) -> {
            if (listener == null) {
                return parser.parseSIPMessage(bytes, readBody, strict, null); // one of our own, kept as bytes
            }
            MessageChannel channel = (MessageChannel) listener;
            try {
                converged.headerLimits().check(bytes);
                return arrived(parser.parseSIPMessage(bytes, readBody, strict, null), channel);
            } catch (ParseException | RuntimeException | StackOverflowError e) {
                // a channel's thread has no other edge than this: what one message does must not end it
                MalformedMessage malformed = MalformedMessage.of(e);
                converged.malformed(malformed.getMessage());
                if (channel.getMessageProcessor() instanceof LeanUdpProcessor udp) {
                    udp.answer(new Glance(bytes, bytes.length), malformed.statusLine());
                    return null;
                }
                throw malformed;
            }
        };
    }

    /** RFC 3261 18.2.2: a response goes the way its request came, whatever transport the request's Via names. */
    private static SIPMessage arrived(SIPMessage message, MessageChannel channel) throws ParseException {
        if (message instanceof SIPRequest request && !channel.getTransport().equalsIgnoreCase(request.getTopmostVia().getTransport())) {
            request.getTopmostVia().setTransport(channel.getTransport());
        }
        return message;
    }
}
