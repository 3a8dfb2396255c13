package org.calliope.ims.container.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServletMessage;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.calliope.ims.node.ContainerExtensions;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps from the next hop who has sent a message and by which way, as a privacy service does (RFC 3323 5, RFC 5379 5.1), for
 * proxies: {@link ContainerExtensions#HIDE}. What is taken off a request goes with it, sealed: in a parameter of the Via of
 * this server, which each response brings back (RFC 3261 8.2.6.2), and in the user part of the Contact, which each request
 * within the dialog names. So nothing has to be kept, and what comes back is as if nothing had been taken. Any thread.
 */
public final class Hiding {

    private static final Logger LOG = LoggerFactory.getLogger(Hiding.class);
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final AddressFactoryImpl ADDRESSES = new AddressFactoryImpl();
    /** Of a request on its way from the application to its transaction; on no wire. */
    private static final String MARK = "Calliope-Hide";
    private static final String PARAMETER = "hidden";
    private static final String USER_PREFIX = "hidden.";
    /** RFC 3323 4.1.1.3. */
    private static final String ANONYMOUS = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
    private static final String UDP = "UDP";
    /** Parameters of a Contact that tell which telephone it is (RFC 5626 4.1, RFC 5627 4.1). */
    private static final Set<String> OF_THE_DEVICE = Set.of("+sip.instance", "reg-id", "pub-gruu", "temp-gruu");

    private final Seal seal = new Seal();

    /** The application's wish; see {@link ContainerExtensions#HIDE}. */
    public void hide(SipServletMessage message, Set<String> parts) {
        SIPMessage sip = (SIPMessage) ((SipServletMessageImpl) message).getMessage();
        try {
            if (sip instanceof SIPResponse response) {
                boolean within = ((SIPRequest) ((SipServletResponseImpl) message).getTransaction().getRequest()).getToTag() != null;
                contact(response, response.getTopmostVia(), List.of());
                if (within) { // whose route set stays what it is (RFC 3261 12.2.1.1)
                    response.removeHeader(RecordRouteHeader.NAME);
                }
            } else if (Request.ACK.equals(((SIPRequest) sip).getMethod())) {
                acknowledgement((SIPRequest) sip, parts);
            } else {
                sip.setHeader(HEADERS.createHeader(MARK, String.join(" ", parts)));
            }
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    // an ACK for a 2xx has no transaction, and nothing comes back; the Via of who has sent it here is added to
    private void acknowledgement(SIPRequest ack, Set<String> parts) throws ParseException {
        if (parts.contains(ContainerExtensions.HIDE_USER)) {
            anonymous(ack);
        }
        ack.removeHeader(ContactHeader.NAME);
        if (parts.contains(ContainerExtensions.HIDE_WAY)) {
            take(ack, ack.getViaHeaders(), 1);
        }
    }

    private static String anonymous(SIPRequest request) throws ParseException {
        String before = request.getFrom().getAddress().toString();
        request.getFrom().setAddress(ADDRESSES.createAddress(ANONYMOUS));
        return before;
    }

    /** A request leaves, with the Via and Record-Route of who sends it on top. */
    void leaves(SIPRequest request) {
        SIPHeader mark = (SIPHeader) request.getHeader(MARK);
        if (mark == null) {
            return;
        }
        List<String> parts = List.of(mark.getHeaderValue().split(" "));
        request.removeHeader(MARK);
        try {
            boolean way = parts.contains(ContainerExtensions.HIDE_WAY);
            String from = parts.contains(ContainerExtensions.HIDE_USER) ? anonymous(request) : "";
            // within a dialog nobody needs a Record-Route, and that of this server is not there (RFC 3261 12.2)
            List<String> routes = way ? take(request, request.getRecordRouteHeaders(), request.getToTag() == null ? 1 : 0) : List.of();
            List<String> vias = way ? take(request, request.getViaHeaders(), 1) : List.of();
            Via own = request.getTopmostVia();
            contact(request, own, routes);
            List<String> taken = new ArrayList<>();
            taken.add(from);
            taken.add(Integer.toString(vias.size()));
            taken.addAll(vias);
            taken.addAll(routes);
            own.setParameter(PARAMETER, seal.close(taken));
        } catch (ParseException e) {
            // the edge of the stack: who asked for it is not to be shown
            throw new IllegalStateException("a request can not be hidden", e);
        }
    }

    /** Takes the headers of a name off but for the first ones. */
    private static List<String> take(SIPRequest request, SIPHeaderList<? extends SIPHeader> headers, int left) {
        if (headers == null) {
            return List.of();
        }
        List<SIPHeader> all = List.copyOf(headers.getHeaderList());
        request.removeHeader(headers.getHeaderName());
        all.stream().limit(left).forEach(request::setHeader);
        return all.stream().skip(left).map(SIPHeader::getHeaderValue).toList();
    }

    private void contact(SIPMessage message, Via here, List<String> routes) throws ParseException {
        ContactList contacts = message.getContactHeaders();
        if (contacts == null || contacts.isEmpty()) {
            return;
        }
        ContactHeader contact = (ContactHeader) contacts.getFirst().clone();
        List<String> taken = new ArrayList<>();
        taken.add(contact.getAddress().getURI().toString());
        taken.addAll(routes);
        String transport = here.getTransport().equalsIgnoreCase(UDP) ? ""
            : ";transport=" + here.getTransport().toLowerCase(Locale.ROOT);
        contact.setAddress(ADDRESSES.createAddress("<sip:" + USER_PREFIX + seal.close(taken) + '@' + here.getHost() + ':'
            + here.getPort() + transport + '>'));
        OF_THE_DEVICE.forEach(contact::removeParameter);
        message.removeHeader(ContactHeader.NAME);
        message.setHeader((SIPHeader) contact);
    }

    /** A response has come: gets back what its request was without. */
    void returns(SIPResponse response) {
        Via own = response.getTopmostVia();
        String sealed = own == null ? null : own.getParameter(PARAMETER);
        Optional<List<String>> opened = sealed == null ? Optional.empty() : seal.open(sealed);
        if (opened.isEmpty()) {
            return;
        }
        try {
            List<String> taken = opened.get();
            int vias = Integer.parseInt(taken.get(1));
            if (!taken.get(0).isEmpty()) {
                response.getFrom().setAddress(ADDRESSES.createAddress(taken.get(0)));
            }
            add(response, ViaHeader.NAME, taken.subList(2, 2 + vias));
            add(response, RecordRouteHeader.NAME, taken.subList(2 + vias, taken.size()));
        } catch (ParseException | SipException e) {
            LOG.warn("what was hidden can not be read: {}", e.toString());
        }
    }

    /** A request has come: when it names a Contact that was hidden, it goes to that, by the route that was. */
    void returns(SIPRequest request) {
        request.removeHeader(MARK); // which nobody outside is to say
        if (!(request.getRequestURI() instanceof SipURI uri) || uri.getUser() == null || !uri.getUser().startsWith(USER_PREFIX)) {
            return;
        }
        seal.open(uri.getUser().substring(USER_PREFIX.length())).ifPresent(taken -> {
            try {
                request.setRequestURI(ADDRESSES.createURI(taken.get(0)));
                add(request, RouteHeader.NAME, taken.subList(1, taken.size()));
            } catch (ParseException | SipException e) {
                LOG.warn("what was hidden can not be read: {}", e.toString());
            }
        });
    }

    private static void add(SIPMessage message, String name, List<String> values) throws ParseException, SipException {
        for (String value : values) {
            message.addLast(HEADERS.createHeader(name, value));
        }
    }
}
