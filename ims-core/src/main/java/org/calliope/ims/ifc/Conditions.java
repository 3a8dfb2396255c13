package org.calliope.ims.ifc;

import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;
import org.calliope.ims.sip.CompactHeaders;
import org.calliope.ims.sip.Methods;

/** Makes conditions ready to be looked at: the matching rules of TS 29.228 Annex F. */
final class Conditions implements ServicePointTrigger.Visitor<Condition> {

    @Override
    public Condition requestUri(RequestUri condition) {
        return new UriMatches(Ere.of(condition.expression()));
    }

    @Override
    public Condition method(Method condition) {
        return new MethodIs(condition.name(), condition.registrationTypes());
    }

    @Override
    public Condition sipHeader(SipHeader condition) {
        Optional<Ere> content = condition.content().map(Ere::of);
        return Ere.isPlain(condition.header()) ? new HeaderMatches(condition.header(), content)
                : new AnyHeaderMatches(Ere.ignoringCase(condition.header()), content);
    }

    @Override
    public Condition sessionCase(InSessionCase condition) {
        return new CaseIs(condition.sessionCase());
    }

    @Override
    public Condition sessionDescription(SessionDescription condition) {
        return new LineMatches(lettersOf(Ere.of(condition.line())), condition.content().map(Ere::of));
    }

    private static BitSet lettersOf(Ere line) {
        BitSet letters = new BitSet();
        IntStream.rangeClosed('A', 'z').filter(c -> line.isWhole(Character.toString(c))).forEach(letters::set);
        return letters;
    }

    private record UriMatches(Ere expression) implements Condition {

        @Override
        public boolean holds(FilterableRequest request) {
            return expression.isFoundIn(seen(request));
        }

        /** Table F.1: hostport of a SIP URI, telephone-subscriber of a tel URI. */
        @Override
        public String seen(FilterableRequest request) {
            String uri = request.requestUri();
            int scheme = uri.indexOf(':') + 1;
            if (!uri.regionMatches(true, 0, "sip:", 0, 4) && !uri.regionMatches(true, 0, "sips:", 0, 5)) {
                return uri.substring(scheme);
            }
            int start = Math.max(uri.lastIndexOf('@') + 1, scheme); // RFC 3261 25.1: no bare @ behind the host
            int end = start;
            while (end < uri.length() && uri.charAt(end) != ';' && uri.charAt(end) != '?') {
                end++;
            }
            return uri.substring(start, end);
        }
    }

    private record MethodIs(String name, Set<RegistrationType> types) implements Condition {

        @Override
        public boolean holds(FilterableRequest request) {
            return name.equals(request.method())
                    && (types.isEmpty() || request.registrationType().filter(types::contains).isPresent());
        }

        @Override
        public String seen(FilterableRequest request) {
            return request.method().equals(Methods.REGISTER)
                    ? request.method() + request.registrationType().map(type -> " " + type).orElse("") : request.method();
        }
    }

    private record HeaderMatches(String name, Optional<Ere> content) implements Condition {

        HeaderMatches(String name, Optional<Ere> content) {
            this.name = CompactHeaders.longForm(name);
            this.content = content;
        }

        @Override
        public boolean holds(FilterableRequest request) {
            return anyMatches(request.headerValues(name), content);
        }

        @Override
        public String seen(FilterableRequest request) {
            return Shown.header(name, request.headerValues(name));
        }
    }

    private static boolean anyMatches(Iterable<String> values, Optional<Ere> content) {
        for (String value : values) {
            if (content.isEmpty() || content.get().isFoundIn(value)) {
                return true;
            }
        }
        return false;
    }

    /** Table F.1: the name of a header may be an expression too. */
    private record AnyHeaderMatches(Ere name, Optional<Ere> content) implements Condition {

        @Override
        public boolean holds(FilterableRequest request) {
            return names(request).stream().anyMatch(header -> anyMatches(request.headerValues(header), content));
        }

        @Override
        public String seen(FilterableRequest request) {
            return names(request).stream().map(header -> header + ": " + Shown.header(header, request.headerValues(header)))
                    .collect(Collectors.joining("; "));
        }

        private Set<String> names(FilterableRequest request) {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (String header : request.headerNames()) {
                String full = CompactHeaders.longForm(header);
                if (name.isWhole(full)) {
                    names.add(full);
                }
            }
            return names;
        }
    }

    private record CaseIs(SessionCase sessionCase) implements Condition {

        @Override
        public boolean holds(FilterableRequest request) {
            return request.sessionCase() == sessionCase;
        }

        @Override
        public String seen(FilterableRequest request) {
            return request.sessionCase().name();
        }
    }

    private record LineMatches(BitSet letters, Optional<Ere> content) implements Condition {

        @Override
        public boolean holds(FilterableRequest request) {
            for (String line : request.sessionDescription()) {
                if (isOfLetter(line) && (content.isEmpty() || content.get().isFoundIn(line.substring(2)))) {
                    return true;
                }
            }
            return false;
        }

        // RFC 8866 5: <type>=<value>, the type one letter
        private boolean isOfLetter(String line) {
            return line.length() > 1 && line.charAt(1) == '=' && letters.get(line.charAt(0));
        }

        @Override
        public String seen(FilterableRequest request) {
            return Shown.joined(request.sessionDescription().stream().filter(this::isOfLetter).toList());
        }
    }
}
