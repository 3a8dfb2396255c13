package org.calliope.ims.hss.page;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;

/**
 * One contact of a registered identity.
 *
 * @param key       for the browser to find the row's link again after a refresh
 * @param identity  default identity of the set
 * @param others    how many more identities the set has
 * @param contact   address without parameters
 * @param transport UDP, TCP, TLS …
 * @param userAgent as the phone calls itself, "" when it does not
 * @param expires   time left
 * @param trace     address of its ladder
 */
public record RegistrationView(String key, String identity, int others, String contact, String transport,
                               String userAgent, String expires, String trace) {

    /**
     * The newest registrations.
     *
     * @param total contacts of all registrations that are not over
     */
    public record Page(List<RegistrationView> rows, long total) {
        /** How many are not shown. */
        public long more() {
            return total - rows.size();
        }
    }

    private record Contact(Registration registration, Binding binding) { }

    /** Newest registration first. */
    public static Page of(Collection<Registration> registrations, int limit, Instant now) {
        List<Contact> live = registrations.stream()
                .flatMap(r -> r.bindings().stream().filter(b -> !b.expired(now)).map(b -> new Contact(r, b))).toList();
        return new Page(live.stream()
                .sorted(Comparator.comparing((Contact c) -> c.registration().since()).reversed()
                        .thenComparing(c -> c.binding().contact()))
                .limit(limit).map(c -> view(c, now)).toList(), live.size());
    }

    private static RegistrationView view(Contact of, Instant now) {
        Binding binding = of.binding();
        String identity = of.registration().defaultIdentity().uri();
        int parameters = binding.contact().indexOf(';');
        String bare = parameters < 0 ? binding.contact() : binding.contact().substring(0, parameters);
        return new RegistrationView("r" + Links.key(identity + binding.contact()), identity,
                of.registration().identities().size() - 1, bare, transport(binding.contact()), binding.userAgent(),
                Times.span(now, binding.expires()), Links.identity(identity));
    }

    // RFC 3261 19.1.1: without the parameter a sip URI is reached over UDP
    private static String transport(String contact) {
        if (contact.startsWith("sips:")) {
            return "TLS";
        }
        for (String parameter : contact.split(";")) {
            if (parameter.regionMatches(true, 0, "transport=", 0, "transport=".length())) {
                return parameter.substring("transport=".length()).toUpperCase(Locale.ROOT);
            }
        }
        return "UDP";
    }
}
