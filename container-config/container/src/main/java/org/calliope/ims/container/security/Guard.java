package org.calliope.ims.container.security;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import org.calliope.ims.container.message.ApplicationMessages;
import org.calliope.ims.container.security.SecurityRules.Assertion;
import org.calliope.ims.container.security.SecurityRules.Constraint;
import org.calliope.ims.container.security.SecurityRules.Login;
import org.calliope.ims.container.security.SecurityRules.Method;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletMessage;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the servlets of one application and holds up its {@code security-constraint}s (JSR 289 17.2, 17.8) for
 * initial requests from outside. Who was let in stays the principal of the dialog's later requests. Any thread.
 */
public final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final String NOT_PROTECTED = "this servlet needs a protected transport";

    private final SecurityRules rules;
    private final Access access;
    private final Map<String, Map<String, String>> links;
    private final Optional<DigestCheck> digest;

    /**
     * @param links security-role-ref by servlet: the servlet's name of a role, to the application's
     */
    public Guard(SecurityRules rules, Access access, Map<String, Map<String, String>> links) {
        this.rules = rules;
        this.access = access;
        this.links = Map.copyOf(links);
        this.digest = rules.login().filter(login -> login.method() == Method.DIGEST).map(login -> new DigestCheck(access.users(), login.realm()));
    }

    /**
     * @param servlet the one chosen for the request
     * @return whether the servlet may have it; if not, it has been answered
     */
    public boolean admits(MobicentsSipServletRequest request, String servlet) {
        // neither can be answered with a challenge (RFC 3261 22.1)
        boolean challengeable = !Methods.ACK.equals(request.getMethod()) && !Methods.CANCEL.equals(request.getMethod());
        if (rules.constraints().isEmpty() || !challengeable || !request.isInitial() || request.getRemoteAddr() == null) {
            return true;
        }
        Optional<Constraint> constraint = rules.on(servlet, request.getMethod());
        return constraint.isEmpty() || admits(request, servlet, constraint.get());
    }

    private boolean admits(MobicentsSipServletRequest request, String servlet, Constraint constraint) {
        if (constraint.confidential() && !request.isSecure()) {
            return refuse(request, SipServletResponse.SC_FORBIDDEN, NOT_PROTECTED);
        }
        if (constraint.roles().isEmpty()) {
            return true;
        }
        Set<String> wanted = constraint.roles().get();
        if (wanted.isEmpty() || rules.login().isEmpty()) {
            return refuse(request, SipServletResponse.SC_FORBIDDEN, "this servlet lets nobody in");
        }
        Login login = rules.login().get();
        Optional<User> asserted = asserted(request, login);
        if (asserted.isPresent()) {
            return enters(request, servlet, wanted, asserted.get());
        }
        if (login.assertion() == Assertion.REQUIRED || login.method() == Method.NONE) {
            return refuse(request, SipServletResponse.SC_FORBIDDEN, "no asserted identity from a host that is trusted");
        }
        if (login.method() == Method.CLIENT_CERT) {
            Optional<User> certified = certified(request, login);
            return certified.isPresent() ? enters(request, servlet, wanted, certified.get())
                : refuse(request, SipServletResponse.SC_FORBIDDEN, "no certificate of the caller");
        }
        String header = constraint.proxy() ? Headers.PROXY_AUTHORIZATION : Headers.AUTHORIZATION;
        DigestCheck.Result result = digest.orElseThrow().check(request.getMethod(), request.getHeaders(header));
        return result.user().isPresent() ? enters(request, servlet, wanted, result.user().get())
            : challenge(request, constraint.proxy(), result.stale());
    }

    private boolean enters(MobicentsSipServletRequest request, String servlet, Set<String> wanted, User user) {
        if (!rules.admit(wanted, user.roles())) {
            return refuse(request, SipServletResponse.SC_FORBIDDEN, "the user has none of the roles that are let in");
        }
        Caller caller = new Caller(user.name(), user.roles(), links.getOrDefault(servlet, Map.of()));
        request.setUserPrincipal(caller);
        request.getSipSession().setUserPrincipal(caller);
        return true;
    }

    /** 17.5, CLIENT-CERT: TLS has verified the certificate; its subject in the spelling of RFC 2253 is the user's name. */
    private Optional<User> certified(MobicentsSipServletRequest request, Login login) {
        return request.getAttribute(ApplicationMessages.CERTIFICATES) instanceof X509Certificate[] chain
            ? Optional.of(user(login.realm(), chain[0].getSubjectX500Principal().getName())) : Optional.empty();
    }

    /** RFC 3325: the first identity that is there; a user nobody knows has a name, but no role. */
    private Optional<User> asserted(MobicentsSipServletRequest request, Login login) {
        if (login.assertion() == Assertion.NONE || !access.trusts(request.getRemoteAddr())) {
            return Optional.empty();
        }
        try {
            Address identity = request.getAddressHeader(Headers.P_ASSERTED_IDENTITY);
            return identity == null ? Optional.empty() : Optional.of(user(login.realm(), plain(identity.getURI())));
        } catch (ServletParseException e) {
            LOG.debug("P-Asserted-Identity can not be read: {}", e.toString());
            return Optional.empty();
        }
    }

    private User user(String realm, String name) {
        return access.users().find(realm, name).orElseGet(() -> new User(name, Map.of(), Set.of()));
    }

    private static String plain(URI uri) {
        return uri instanceof SipURI sip ? sip.getScheme() + ':' + (sip.getUser() == null ? "" : sip.getUser() + '@') + sip.getHost()
            : uri.toString().split(";", 2)[0];
    }

    private boolean challenge(MobicentsSipServletRequest request, boolean proxy, boolean stale) {
        SipServletResponse response = request.createResponse(
            proxy ? SipServletResponse.SC_PROXY_AUTHENTICATION_REQUIRED : SipServletResponse.SC_UNAUTHORIZED);
        String header = proxy ? Headers.PROXY_AUTHENTICATE : Headers.WWW_AUTHENTICATE;
        try {
            for (String value : digest.orElseThrow().challenges(stale)) {
                // the core's own addHeader keeps one challenge only
                ((MobicentsSipServletMessage) response).getMessage().addHeader(
                    SipFactory.getInstance().createHeaderFactory().createHeader(header, value));
            }
        } catch (ParseException | PeerUnavailableException e) {
            throw new IllegalStateException("a challenge of our own can not be read", e);
        }
        return sent(response);
    }

    private boolean refuse(MobicentsSipServletRequest request, int status, String reason) {
        SipServletResponse response = request.createResponse(status);
        response.addHeader(Headers.WARNING, "399 " + request.getLocalAddr() + " \"" + reason + '"');
        return sent(response);
    }

    private static boolean sent(SipServletResponse response) {
        try {
            response.send();
        } catch (IOException e) {
            LOG.debug("a refusal was not sent: {}", e.toString());
        }
        return false;
    }
}
