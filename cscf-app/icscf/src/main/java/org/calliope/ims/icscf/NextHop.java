package org.calliope.ims.icscf;

import java.util.Map;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/** Where an S-CSCF that was selected is reached; the trace hears of it. Any thread. */
record NextHop(SipFactory factory, Trace trace) {

    /** What an answer of the HSS lacks when it has none. */
    static final String NAME = "an S-CSCF name that is a SIP URI";

    /**
     * @param selection whose current S-CSCF it is
     * @param otherwise refusal of a name that is no SIP URI, as the answer of the HSS would be refused that lacks it
     */
    SipURI of(Selection selection, SipRefusal otherwise, String clause, Join join) {
        SipURI server = uri(selection.current(), otherwise);
        trace.decide(Decision.chosen(Role.ICSCF, ServerChoice.RULE, Map.of("s-cscf", selection.current(),
                "by", selection.isNamed() ? "server name" : "capabilities"), clause, join));
        return server;
    }

    /** @param text of a URI that was read before */
    URI uri(String text) {
        try {
            return factory.createURI(text);
        } catch (ServletParseException e) {
            throw Refusals.malformed("the Request-URI", e);
        }
    }

    private SipURI uri(String name, SipRefusal otherwise) {
        try {
            if (factory.createURI(name) instanceof SipURI uri) {
                return uri;
            }
        } catch (ServletParseException e) {
            throw otherwise;
        }
        throw otherwise;
    }
}
