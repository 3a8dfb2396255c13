package org.calliope.ims.testkit.ladder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.MalformedMessage;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Via;

/**
 * Who takes part in a trace, as columns from left to right: the telephone that began, P-, I-, S-CSCF, HSS, the other
 * telephones. A telephone that uses several ports (its own and that of a TCP connection) is one column.
 */
final class Participants {
    private static final List<String> ELEMENTS = List.of("P-CSCF", "I-CSCF", "S-CSCF", "HSS");

    /** Label in the trace to the host:port under which the telephone listens. */
    private final Map<String, String> listening = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<String> columns = new ArrayList<>();

    Participants(List<Step> steps, Map<String, String> given) {
        Set<String> telephones = new LinkedHashSet<>();
        Set<String> elements = new LinkedHashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Sip sip) {
                learn(sip, given);
            }
        }
        for (Step step : steps) {
            for (String label : labels(step)) {
                (isTelephone(label) ? telephones : elements).add(canonical(label));
            }
        }
        arrange(telephones, elements);
    }

    private static List<String> labels(Step step) {
        if (step instanceof Step.Sip sip) {
            return List.of(sip.from(), sip.to());
        }
        return step instanceof Step.Diameter diameter ? List.of(diameter.from(), diameter.to()) : List.of();
    }

    private void arrange(Set<String> telephones, Set<String> elements) {
        List<String> phones = new ArrayList<>(telephones);
        if (!phones.isEmpty()) {
            columns.add(phones.get(0));
        }
        ELEMENTS.stream().filter(elements::contains).forEach(columns::add);
        elements.stream().filter(e -> !ELEMENTS.contains(e)).forEach(columns::add);
        phones.stream().skip(1).forEach(columns::add);
    }

    private static boolean isTelephone(String label) {
        return label.matches(".*:\\d+");
    }

    /** Via tells the port a telephone listens on, From and Request-URI whose telephone it is. */
    private void learn(Step.Sip sip, Map<String, String> given) {
        given.forEach(names::putIfAbsent);
        Optional<SipMessage> message = message(sip);
        if (message.isEmpty() || !message.get().isRequest()) {
            return;
        }
        try {
            if (isTelephone(sip.from())) {
                Via via = message.get().topVia();
                listening.putIfAbsent(sip.from(), via.sentBy());
                name(via.sentBy(), message.get().from());
            } else if (isTelephone(sip.to())) {
                name(canonical(sip.to()), new Address("", message.get().requestUri(), Map.of()));
            }
        } catch (MalformedMessage e) {
            // A message a test broke on purpose names nobody; its sender stays host:port.
            listening.putIfAbsent(sip.from(), sip.from());
        }
    }

    private static Optional<SipMessage> message(Step.Sip sip) {
        try {
            return sip.text().isEmpty() ? Optional.empty()
                    : Optional.of(SipMessage.parse(sip.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (MalformedMessage e) {
            return Optional.empty();
        }
    }

    private void name(String telephone, Address address) {
        SipUri uri = address.sipUri();
        if (names.containsKey(telephone) || uri.user().isEmpty()) {
            return;
        }
        boolean taken = names.containsValue(uri.user());
        names.put(telephone, taken ? uri.user() + telephone.substring(telephone.lastIndexOf(':')) : uri.user());
    }

    private String canonical(String label) {
        return listening.getOrDefault(label, label);
    }

    int count() {
        return columns.size();
    }

    /** The column of a label, -1 when it has none. */
    int column(String label) {
        return columns.indexOf(canonical(label));
    }

    /** What to write above a column. */
    List<String> titles() {
        return columns.stream().map(label -> names.getOrDefault(label, label)).toList();
    }
}
