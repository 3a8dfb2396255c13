package org.calliope.ims.ecscf;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.calliope.ims.ecscf.PsapTable.Route;
import org.calliope.ims.element.ElementListener;
import org.calliope.ims.element.HuntingServlet;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.element.OperatorIdentifiers;
import org.calliope.ims.element.PeerServer;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.xml.MalformedXml;

/**
 * The E-CSCF on SIP: sends an emergency request to the emergency centre for where the caller is, and to another one when that
 * does not work. A caller whose place is not known, or can not be read, gets the one that is for everybody.
 */
public final class EcscfServlet extends HuntingServlet {

    private static final String RULE = "emergency centre";
    private static final String CLAUSE = "TS 24.229 5.11.2";
    private static final String EMERGENCY = "urn:service:sos";
    private static final int REDIRECTION = 300;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TERMINATED = 487;
    /** 6xx ends a search (RFC 3261 16.7 step 5): the proxy asks nobody any more. */
    private static final int GLOBAL_FAILURE = 600;

    private transient PsapTable table;
    private transient OperatorIdentifiers operators;
    private transient EmergencyCalls calls;

    public EcscfServlet() {
        super(Role.ECSCF, RULE, CLAUSE);
    }

    @Override
    public void init() throws ServletException {
        super.init();
        table = ElementListener.shared(getServletContext(), PsapTable.class);
        operators = new OperatorIdentifiers(node().topology().domain());
        calls = new EmergencyCalls(node(), InstantSource.system());
    }

    @Override
    protected void found(SipServletRequest request) throws ServletParseException, TooManyHopsException {
        calls.begins(request, join(request));
        String service = service(request.getRequestURI().toString());
        List<String> troubles = new ArrayList<>();
        Location location = location(request, troubles);
        Route route = table.find(location, service).orElseThrow(() -> new SipRefusal(NOT_FOUND,
                "no emergency centre is set for this place: see default in conf/" + EcscfSettings.FILE, RULE, CLAUSE,
                Map.of("location", location.toString())));
        Map<String, String> known = new LinkedHashMap<>(Map.of("route", route.key()));
        location.position().ifPresent(position -> known.put("position", position.latitude() + " " + position.longitude()));
        if (!location.civic().isEmpty()) {
            known.put("civic", location.civic().toString());
        }
        if (!location.cells().isEmpty()) {
            known.put("cells", location.cells().toString());
        }
        if (!troubles.isEmpty()) {
            known.put("unreadable", String.join("; ", troubles));
        }
        node().trace().decide(Decision.noted(Role.ECSCF, "location", known, "TS 24.229 5.11.2, RFC 6442", join(request)));
        operators.arrives(request);
        operators.leaves(request, Ioi.TYPE_2);
        hunt(request, route.key(), route.psaps(), true);
    }

    /** @return what stands behind urn:service:sos, in lower case (RFC 5031 4.1) */
    private static String service(String requestUri) {
        String uri = requestUri.toLowerCase(Locale.ROOT);
        boolean emergency = uri.startsWith(EMERGENCY) && (uri.length() == EMERGENCY.length() || uri.charAt(EMERGENCY.length()) == '.');
        if (!emergency) {
            throw new SipRefusal(NOT_FOUND, "this is no emergency call", RULE, CLAUSE, Map.of("request-uri", requestUri));
        }
        return uri.substring(EMERGENCY.length());
    }

    @Override
    protected void response(SipServletResponse response) {
        calls.heard(response, operators.answers(response));
        super.response(response);
    }

    @Override
    protected void subsequent(SipServletRequest request) {
        calls.within(request);
        super.subsequent(request);
    }

    @Override
    protected void refused(SipServletRequest request, SipRefusal refusal) {
        calls.refused(request, refusal.status());
    }

    /** What can not be read is left out: nobody in need is asked for better XML. */
    private static Location location(SipServletRequest request, List<String> troubles) {
        List<String> cells = AccessNetwork.cells(MessageValues.all(request, Headers.P_ACCESS_NETWORK_INFO));
        try {
            byte[] body = request.getRawContent();
            for (String document : body == null || request.getContentType() == null ? List.<String>of()
                    : Parts.locationObjects(request.getContentType(), body)) {
                try {
                    Location read = LocationObject.read(document);
                    if (!read.equals(Location.UNKNOWN)) {
                        return read.at(cells);
                    }
                } catch (MalformedXml e) {
                    troubles.add(e.getMessage());
                }
            }
        } catch (IOException e) {
            troubles.add(e.getMessage());
        }
        return Location.UNKNOWN.at(cells);
    }

    /** A centre that is busy or refuses is no help; the last one's word goes back, and nobody is called once the caller has given up. */
    @Override
    protected boolean noHelp(int status) {
        return status >= REDIRECTION && status < GLOBAL_FAILURE && status != REQUEST_TERMINATED;
    }

    /** 5.11.2: one that is reached by telephone gets its number; others get to know what was called. */
    @Override
    protected URI requestUri(SipServletRequest request, PeerServer server) throws ServletParseException {
        Optional<String> number = table.number(server);
        return number.isPresent() ? factory().createURI(number.get()) : request.getRequestURI();
    }
}
