package org.calliope.ims.container.context;

import static org.calliope.ims.container.context.SipXmlReader.child;
import static org.calliope.ims.container.context.SipXmlReader.children;
import static org.calliope.ims.container.context.SipXmlReader.text;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.calliope.ims.container.security.SecurityRules;
import org.calliope.ims.container.security.SecurityRules.Assertion;
import org.calliope.ims.container.security.SecurityRules.Constraint;
import org.calliope.ims.container.security.SecurityRules.Login;
import org.calliope.ims.container.security.SecurityRules.Method;
import org.calliope.ims.container.security.SecurityRules.Resource;
import org.w3c.dom.Element;

/** Reads what {@code sip.xml} says of security, JSR 289 17.8 and 19.3. What can not be held up stops the deployment. */
final class SipSecurityReader {

    private SipSecurityReader() { }

    static SecurityRules read(Element app, String source) {
        List<Constraint> constraints = children(app, "security-constraint").stream().map(c -> constraint(c, source)).toList();
        Optional<Login> login = child(app, "login-config").map(l -> login(l, text(app, "app-name"), source));
        if (login.isEmpty() && constraints.stream().anyMatch(c -> c.roles().filter(r -> !r.isEmpty()).isPresent())) {
            throw new DescriptorException(source + ": <auth-constraint> names roles, but without <login-config> nobody can have one");
        }
        return new SecurityRules(constraints, login, children(app, "security-role").stream()
            .map(r -> SipXmlReader.required(r, "role-name", source)).collect(Collectors.toUnmodifiableSet()));
    }

    private static Constraint constraint(Element constraint, String source) {
        List<Resource> resources = children(constraint, "resource-collection").stream()
            .map(r -> new Resource(texts(r, "servlet-name"), texts(r, "sip-method"))).toList();
        if (resources.isEmpty()) {
            throw new DescriptorException(source + ": <security-constraint> without <resource-collection>");
        }
        boolean confidential = child(constraint, "user-data-constraint")
            .map(u -> guarantee(SipXmlReader.required(u, "transport-guarantee", source), source)).orElse(false);
        return new Constraint(resources, child(constraint, "proxy-authentication").isPresent(),
            child(constraint, "auth-constraint").map(a -> texts(a, "role-name")), confidential);
    }

    private static boolean guarantee(String text, String source) {
        return switch (text) {
            case "NONE" -> false;
            case "INTEGRAL", "CONFIDENTIAL" -> true;
            default -> throw new DescriptorException(source + ": <transport-guarantee> is NONE, INTEGRAL or CONFIDENTIAL, not " + text);
        };
    }

    private static Login login(Element login, String application, String source) {
        Assertion assertion = child(login, "identity-assertion").map(i -> assertion(i, source)).orElse(Assertion.NONE);
        Method method = method(text(login, "auth-method"), source);
        if (method == Method.NONE && assertion == Assertion.NONE) {
            throw new DescriptorException(source + ": <login-config> without <auth-method>");
        }
        String realm = text(login, "realm-name");
        return new Login(method, realm.isEmpty() ? application : realm, assertion);
    }

    private static Method method(String text, String source) {
        return switch (text) {
            case "" -> Method.NONE;
            case "DIGEST" -> Method.DIGEST;
            case "CLIENT-CERT" -> Method.CLIENT_CERT;
            default -> throw new DescriptorException(source + ": <auth-method> " + text
                + " is not offered, DIGEST and CLIENT-CERT are (RFC 3261 22 has no BASIC)");
        };
    }

    private static Assertion assertion(Element assertion, String source) {
        String scheme = SipXmlReader.required(assertion, "identity-assertion-scheme", source);
        if (!scheme.equals("P-Asserted-Identity")) {
            throw new DescriptorException(source + ": <identity-assertion-scheme> " + scheme
                + " is not offered, P-Asserted-Identity is (RFC 4474's Identity is obsolete)");
        }
        String support = SipXmlReader.required(assertion, "identity-assertion-support", source);
        if (!support.equals("SUPPORTED") && !support.equals("REQUIRED")) {
            throw new DescriptorException(source + ": <identity-assertion-support> is SUPPORTED or REQUIRED, not " + support);
        }
        return Assertion.valueOf(support);
    }

    /** security-role-ref of a servlet; without role-link the name is the role's own. */
    static Map<String, String> links(Element servlet, String source) {
        Map<String, String> links = new LinkedHashMap<>();
        children(servlet, "security-role-ref").forEach(ref -> {
            String name = SipXmlReader.required(ref, "role-name", source);
            links.put(name, text(ref, "role-link").isEmpty() ? name : text(ref, "role-link"));
        });
        return links;
    }

    private static Set<String> texts(Element parent, String name) {
        return children(parent, name).stream().map(e -> e.getTextContent().trim())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
