package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.LeanUdpProcessor;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.text.ParseException;
import javax.sip.message.Response;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.container.transport.StreamChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the parser of each channel, which answers what it can not read: the stack itself answers few of such messages,
 * and none over a connection. Made by the stack by name; the stack counts what does not parse.
 */
public final class CountingParserFactory implements MessageParserFactory {

    private static final Logger LOG = LoggerFactory.getLogger(CountingParserFactory.class);
    private static final int LONGEST_REASON = 120;

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        StrictParser parser = new StrictParser();
        ConvergedSipStack converged = (ConvergedSipStack) stack;
        return (bytes, readBody, strict, listener) -> {
            try {
                converged.headerLimits().check(bytes);
                return arrived(parser.parseSIPMessage(bytes, readBody, strict, null), (MessageChannel) listener);
            } catch (ParseException | RuntimeException | StackOverflowError e) {
                // a channel's thread has no other edge than this: what one message does must not end it
                String reason = reason(e);
                converged.malformed(reason);
                int status = e instanceof MalformedMessage malformed ? malformed.status() : Response.BAD_REQUEST;
                answer(new Glance(bytes, bytes.length), (status == Response.BAD_REQUEST ? "400 Bad Request (" : "505 Version Not Supported (")
                    + reason + ')', (MessageChannel) listener);
                return null;
            }
        };
    }

    private static void answer(Glance request, String status, MessageChannel channel) {
        try {
            if (channel instanceof StreamChannel stream) {
                stream.answer(request, status);
            } else {
                ((LeanUdpProcessor) channel.getMessageProcessor()).answer(request, status);
            }
        } catch (IOException e) {
            LOG.debug("a malformed message was not answered: {}", e.toString());
        }
    }

    /** RFC 3261 18.2.2: a response goes the way its request came, whatever transport the request's Via names. */
    private static SIPMessage arrived(SIPMessage message, MessageChannel channel) throws ParseException {
        if (message instanceof SIPRequest request && !channel.getTransport().equalsIgnoreCase(request.getTopmostVia().getTransport())) {
            request.getTopmostVia().setTransport(channel.getTransport());
        }
        return message;
    }

    private static String reason(Throwable e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
}
