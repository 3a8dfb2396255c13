package org.calliope.ims.container.sip;

import java.text.ParseException;

/**
 * What the head of a message may have, looked at before it is parsed. Any thread.
 *
 * @param maxMessage bytes of the whole message
 * @param maxLines   lines
 * @param maxLine    bytes of a line
 */
public record HeaderLimits(int maxMessage, int maxLines, int maxLine) {

    /** @throws ParseException saying which limit a message is beyond, or that there is a null byte in its head */
    void check(byte[] message) throws ParseException {
        if (message.length > maxMessage) {
            throw new ParseException("longer than " + maxMessage + " bytes", maxMessage);
        }
        int lines = 0;
        int begin = 0;
        for (int at = 0; at < message.length; at++) {
            if (message[at] == 0 && (at == 0 || message[at - 1] != '\\')) {
                throw new ParseException("a null byte in the header", at); // RFC 3261 25.1 has it as a quoted-pair only
            } else if (message[at] == '\n') {
                lines++;
                if (lines > 1 && at - begin <= 1 && (at == begin || message[begin] == '\r')) {
                    return;
                }
                begin = at + 1;
            } else if (at - begin >= maxLine) {
                throw new ParseException("a header line longer than " + maxLine + " bytes", at);
            }
            if (lines > maxLines) {
                throw new ParseException("more than " + maxLines + " header lines", at);
            }
        }
    }
}
