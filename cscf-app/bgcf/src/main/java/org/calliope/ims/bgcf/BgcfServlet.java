package org.calliope.ims.bgcf;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.calliope.ims.bgcf.RouteTable.Route;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.HuntingServlet;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.PeerServer;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.SipRefusal;

/**
 * The BGCF on SIP: sends a request to a gateway, and to the next one when that does not work. It stays on the path of a dialog
 * only for the border of the trust domain, or when it is told to.
 */
public final class BgcfServlet extends HuntingServlet {

    private static final String RULE = "gateway";
    private static final String CLAUSE = "TS 24.229 5.6.2";
    private static final int NOT_FOUND = 404;

    private transient RouteTable table;
    private transient BgcfSettings settings;

    public BgcfServlet() {
        super(Role.BGCF, RULE, CLAUSE);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        table = ElementListener.shared(getServletContext(), RouteTable.class);
        settings = ElementListener.shared(getServletContext(), BgcfSettings.class);
    }

    @Override
    protected URI requestUri(SipServletRequest request, PeerServer gateway) throws ServletParseException {
        Optional<String> rewritten = table.rewritten(request.getRequestURI().toString(), gateway);
        return rewritten.isPresent() ? factory().createURI(rewritten.get()) : request.getRequestURI();
    }

    @Override
    protected void found(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        String uri = request.getRequestURI().toString();
        PublicIdentity called = Identities.called(uri);
        Route route = table.find(uri).orElseThrow(() -> new SipRefusal(NOT_FOUND, "nobody has " + called.uri()
                + " here, and no gateway leads there: see conf/" + BgcfSettings.FILE, RULE, CLAUSE,
                Map.of("request-uri", called.uri())));
        hunt(request, route.key(), Choice.order(route.choices(), ThreadLocalRandom.current()), settings.recordRoute());
    }
}
