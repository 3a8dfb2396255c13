package org.calliope.ims.icscf;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;

/** Who offers the services that a Request-URI may name instead of a user (RFC 5031). Immutable. */
final class Services {

    private static final String URN = "urn:service:";
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,25}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + "){0,9}");

    private final Map<String, String> offered = new HashMap<>();

    /**
     * @param entries {@code counseling=sip:help@ims.example}, {@code directory.white=tel:+4911833}
     * @param domain  the home network, whose users and numbers alone may offer one
     * @throws ConfigException naming the entry
     */
    Services(List<String> entries, String domain) {
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String name = entry.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String uri = entry.substring(equals + 1).strip();
            if (!NAME.matcher(name).matches() || !Identities.isService(URN + name) || !isHere(uri, domain)) {
                throw new ConfigException(IcscfSettings.FILE, "services", "'" + entry + "' is no service with a user of " + domain
                        + " or a telephone number, such as counseling=sip:help@" + domain);
            }
            offered.put(name, uri);
        }
    }

    private static boolean isHere(String uri, String domain) {
        try {
            PublicIdentity offering = PublicIdentity.parse(uri);
            return offering.isTel() || offering.host().equals(domain) && !offering.user().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * RFC 5031 4.1: who does not offer a kind of a service offers the service.
     *
     * @return who is called by this Request-URI; nothing when it names no service, or one that nobody offers
     */
    Optional<String> offering(String requestUri) {
        if (!Identities.isService(requestUri)) {
            return Optional.empty();
        }
        String name = requestUri.substring(URN.length()).toLowerCase(Locale.ROOT);
        while (!offered.containsKey(name) && name.indexOf('.') >= 0) {
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return Optional.ofNullable(offered.get(name));
    }
}
