package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.parser.HeaderParser;
import gov.nist.javax.sip.parser.ParserFactory;
import java.text.ParseException;
import java.util.List;
import org.mobicents.servlet.sip.JainSipUtils;

/** Takes the value of a header as it stands. Made by the stack by its name; one thread. */
public final class TextParser extends HeaderParser {

    /**
     * Headers that the stack's own parsers refuse though they are right: a mechanism without parameters in a list (RFC 3329
     * 2.2), the regular expression of a wildcarded identity, which no URI may have (TS 23.003 13.4A, RFC 5002), and a served
     * user who diverts (RFC 8498).
     */
    private static final List<String> HEADERS = List.of("Security-Client", "Security-Server", "Security-Verify",
        "P-Associated-URI", "P-Profile-Key", "P-Served-User");

    public TextParser(String header) {
        super(header);
    }

    /** Takes them over, of what is received and of what applications write. */
    static void register() {
        HEADERS.forEach(name -> ParserFactory.addToParserTable(name, TextParser.class));
        HEADERS.forEach(JainSipUtils.LIST_HEADER_NAMES::remove);
    }

    @Override
    public SIPHeader parse() throws ParseException {
        ExtensionHeaderImpl text = new ExtensionHeaderImpl(lexer.getNextToken(':').strip());
        lexer.consume(1);
        text.setValue(lexer.getLine().strip());
        return text;
    }
}
