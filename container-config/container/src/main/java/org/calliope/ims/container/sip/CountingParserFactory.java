package org.calliope.ims.container.sip;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParserFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;

/**
 * The stack's parser, whose errors are told to the stack as one line: the stack puts them into the reason phrase of its
 * 400, where a line break would end the status line. Made by the stack by name; the stack counts what does not parse.
 */
public final class CountingParserFactory implements MessageParserFactory {

    private static final int LONGEST_REASON = 120;
    private final MessageParserFactory parsers = new StringMsgParserFactory();


    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        MessageParser parser = parsers.createMessageParser(stack);
        ConvergedSipStack converged = (ConvergedSipStack) stack;
        return (bytes, readBody, strict, listener) -> {
            try {
                converged.headerLimits().check(bytes);
                return parser.parseSIPMessage(bytes, readBody, strict, oneLine(listener));
            } catch (ParseException e) {
                converged.malformed(e.getMessage());
                throw e;
            }
        };
    }

    private static ParseExceptionListener oneLine(ParseExceptionListener listener) {
        return listener == null ? null : (exception, message, header, headerText, messageText) ->
            listener.handleException(new ParseException(reason(exception), exception.getErrorOffset()), message, header,
                headerText, messageText);
    }

    private static String reason(ParseException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
}
