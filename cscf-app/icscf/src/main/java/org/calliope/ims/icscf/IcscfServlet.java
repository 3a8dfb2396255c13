package org.calliope.ims.icscf;

import java.util.Iterator;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.ElementServlet;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.TrustDomain;
import org.calliope.ims.icscf.Query.NextHop;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;

/** The I-CSCF on SIP: asks the HSS and sends the request on to the S-CSCF it names, without Record-Route. */
public final class IcscfServlet extends ElementServlet {

    private static final String EXPIRES_PARAMETER = "expires";
    private static final String NAME = "an S-CSCF name that is a SIP URI";
    private static final String NAME_CLAUSE = "TS 29.229 6.3.3";

    private transient Query query;
    private transient CxClient cx;
    private transient TrustDomain trustDomain;

    public IcscfServlet() {
        super(Role.ICSCF);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        query = ElementListener.shared(getServletContext(), Query.class);
        cx = ElementListener.shared(getServletContext(), CxClient.class);
        trustDomain = ElementListener.shared(getServletContext(), TrustDomain.class);
    }

    @Override
    protected void initial(SipServletRequest request) throws ServletParseException {
        trustDomain.check(request.getRemoteAddr(), request.getRemotePort(), "TS 24.229 5.3.1.2");
        if (request.getMethod().equals(Methods.REGISTER)) {
            UserAuthorizationRequest question = query.registration(request.getTo().getURI().toString(),
                    MessageValues.text(request, Headers.AUTHORIZATION),
                    MessageValues.all(request, Headers.P_VISITED_NETWORK_ID),
                    deregistration(request));
            Join join = join(request, question.publicIdentity().uri());
            then(cx.authorize(question, join), request,
                    answer -> forward(request, query.registered(answer), join));
        } else {
            LocationInfoRequest question = query.location(request.getRequestURI().toString());
            Join join = join(request, question.publicIdentity().uri());
            then(cx.locate(question, join), request, answer -> forward(request, query.located(answer), join));
        }
    }

    private void forward(SipServletRequest request, NextHop next, Join join) throws TooManyHopsException {
        // TS 24.229 5.3.1.2: what concerns only the way between P-CSCF and HSS stays here
        request.removeHeader(Headers.P_USER_DATABASE);
        request.pushRoute(server(next.server()));
        node().trace().decide(Decision.chosen(Role.ICSCF, "s-cscf selection", Map.of("s-cscf", next.server(),
                "by", next.by()), next.clause(), join));
        // 5.3.2.1: the I-CSCF does not stay on the path of the dialog
        Proxy proxy = proxy(request, false);
        proxy.proxyTo(request.getRequestURI());
    }

    private SipURI server(String name) {
        try {
            if (factory().createURI(name) instanceof SipURI uri) {
                uri.setLrParam(true);
                return uri;
            }
        } catch (ServletParseException e) {
            throw HssResults.incomplete("UAR or LIR", NAME, NAME_CLAUSE);
        }
        throw HssResults.incomplete("UAR or LIR", NAME, NAME_CLAUSE);
    }

    // TS 29.228 6.1.1.1: all that is asked for is the end of the registration
    private static boolean deregistration(SipServletRequest request) throws ServletParseException {
        boolean headerZero = "0".equals(MessageValues.text(request, Headers.EXPIRES).strip());
        boolean any = false;
        Iterator<Address> contacts = request.getAddressHeaders(Headers.CONTACT);
        while (contacts.hasNext()) {
            Address contact = contacts.next();
            String own = contact.isWildcard() ? null : contact.getParameter(EXPIRES_PARAMETER);
            if (own == null ? !headerZero : !own.strip().equals("0")) {
                return false;
            }
            any = true;
        }
        return any;
    }
}
