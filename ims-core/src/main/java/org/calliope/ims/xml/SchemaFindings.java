package org.calliope.ims.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** Collects what a validator finds. It tells a wrong value in two findings: what is wrong with it, then in which element. */
final class SchemaFindings implements ErrorHandler {

    private static final int KEPT = 2;

    private final List<SAXParseException> findings = new ArrayList<>();

    @Override
    public void warning(SAXParseException finding) {
        // a hint to the writer of the schema
    }

    @Override
    public void error(SAXParseException finding) {
        if (findings.size() < KEPT) {
            findings.add(finding);
        }
    }

    @Override
    public void fatalError(SAXParseException finding) {
        error(finding);
    }

    /** @return where and what the first finding is; none when all is valid */
    Optional<String> first() {
        return findings.stream().findFirst().map(first -> "line " + first.getLineNumber() + ", column "
                + first.getColumnNumber() + ": " + findings.stream().filter(finding -> isAtTheSamePlace(first, finding))
                        .map(SchemaFindings::withoutRule).collect(Collectors.joining(" ")));
    }

    private static boolean isAtTheSamePlace(SAXParseException one, SAXParseException other) {
        return one.getLineNumber() == other.getLineNumber() && one.getColumnNumber() == other.getColumnNumber();
    }

    /** Without the name of the rule of XML Schema: {@code cvc-type.3.1.3: }. */
    private static String withoutRule(SAXParseException finding) {
        String message = String.valueOf(finding.getMessage());
        return message.startsWith("cvc-") ? message.substring(message.indexOf(": ") + 2) : message;
    }
}
