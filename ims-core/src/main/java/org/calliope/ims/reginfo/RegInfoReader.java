package org.calliope.ims.reginfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;
import org.calliope.ims.xml.XmlCursor.Children;

/**
 * Reads registration information. What is of another namespace, or not known, is skipped, as RFC 3680 5.1 asks for.
 * One document.
 */
final class RegInfoReader {

    private static final int MOST_REGISTRATIONS = 1_000;
    private static final int MOST_CONTACTS = 1_000;
    private static final int MOST_PARAMETERS = 64;

    private final XmlCursor xml;

    RegInfoReader(XmlCursor xml) {
        this.xml = xml;
    }

    RegInfo read() {
        if (!isOurs()) {
            throw new MalformedXml("reginfo is not of the namespace " + RegInfoXml.NAMESPACE);
        }
        long version = number("version").orElseThrow(() -> new MalformedXml("reginfo without version"));
        RegInfo.DocumentState state = word("state", RegInfo.DocumentState.values());
        List<RegistrationElement> registrations = new ArrayList<>();
        Children children = xml.children();
        while (children.next()) {
            if (isOurs() && xml.name().equals("registration")) {
                add(registrations, registration(), MOST_REGISTRATIONS);
            } else {
                xml.skip();
            }
        }
        return new RegInfo(version, state, registrations);
    }

    private RegistrationElement registration() {
        String aor = required("aor");
        String id = required("id");
        RegistrationElement.State state = word("state", RegistrationElement.State.values());
        Optional<String> wildcard = Optional.empty();
        List<ContactElement> contacts = new ArrayList<>();
        Children children = xml.children();
        while (children.next()) {
            if (isOurs() && xml.name().equals("contact")) {
                add(contacts, contact(), MOST_CONTACTS);
            } else if (is(RegInfoXml.IMS_NAMESPACE, "wildcardedIdentity")) {
                wildcard = Optional.of(xml.text());
            } else {
                xml.skip();
            }
        }
        return new RegistrationElement(aor, id, state, wildcard, contacts);
    }

    private ContactElement contact() {
        Attributes attributes = new Attributes(required("id"), word("state", ContactElement.State.values()),
                word("event", ContactElement.Event.values()), number("duration-registered"), number("expires"),
                number("retry-after"), xml.attribute("q"), xml.attribute("callid"), number("cseq"));
        Optional<String> uri = Optional.empty();
        List<ChildOfContact> others = new ArrayList<>();
        Children children = xml.children("uri", "display-name", "pub-gruu", "temp-gruu");
        while (children.next()) {
            if (is(RegInfoXml.NAMESPACE, "uri")) {
                uri = Optional.of(xml.text());
            } else {
                child().ifPresent(one -> add(others, one, MOST_PARAMETERS));
            }
        }
        ContactElement.Builder contact = attributes.start(
                uri.orElseThrow(() -> new MalformedXml("contact without uri")));
        others.forEach(other -> other.into(contact));
        return contact.build();
    }

    /** The attributes of a contact, which are read before its URI. */
    private record Attributes(String id, ContactElement.State state, ContactElement.Event event, Optional<Long> duration,
                              Optional<Long> expires, Optional<Long> retryAfter, Optional<String> q,
                              Optional<String> callId, Optional<Long> cseq) {

        ContactElement.Builder start(String uri) {
            ContactElement.Builder contact = ContactElement.after(event, id, uri).state(state);
            duration.ifPresent(contact::durationRegistered);
            expires.ifPresent(contact::expires);
            retryAfter.ifPresent(contact::retryAfter);
            q.ifPresent(contact::q);
            callId.ifPresent(contact::callId);
            cseq.ifPresent(contact::cseq);
            return contact;
        }
    }

    /** What a child says of the contact, whose URI may come after it. */
    private interface ChildOfContact {
        void into(ContactElement.Builder contact);
    }

    private Optional<ChildOfContact> child() {
        if (is(RegInfoXml.NAMESPACE, "display-name")) {
            String name = xml.text();
            return Optional.of(contact -> contact.displayName(name));
        }
        if (is(RegInfoXml.NAMESPACE, "unknown-param")) {
            String name = required("name");
            String value = xml.text();
            return Optional.of(contact -> contact.unknownParam(name, value));
        }
        if (is(RegInfoXml.GRUU_NAMESPACE, "pub-gruu")) {
            String gruu = required("uri");
            xml.skip();
            return Optional.of(contact -> contact.pubGruu(gruu));
        }
        if (is(RegInfoXml.GRUU_NAMESPACE, "temp-gruu")) {
            String gruu = required("uri");
            long first = number("first-cseq").orElseThrow(() -> new MalformedXml("temp-gruu without first-cseq"));
            xml.skip();
            return Optional.of(contact -> contact.tempGruu(gruu, first));
        }
        xml.skip();
        return Optional.empty();
    }

    private boolean isOurs() {
        return xml.namespace().equals(RegInfoXml.NAMESPACE);
    }

    private boolean is(String namespace, String name) {
        return xml.name().equals(name) && xml.namespace().equals(namespace);
    }

    private String required(String attribute) {
        return xml.attribute(attribute).filter(value -> !value.isEmpty())
                .orElseThrow(() -> new MalformedXml(xml.name() + " without " + attribute));
    }

    private Optional<Long> number(String attribute) {
        return xml.attribute(attribute).map(value -> {
            try {
                long number = Long.parseLong(value);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException bad) {
                // refused below
            }
            throw new MalformedXml(attribute + " of " + xml.name() + " is no number of 0 and more");
        });
    }

    private <E extends Enum<E>> E word(String attribute, E[] values) {
        String word = required(attribute);
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
                return value;
            }
        }
        throw new MalformedXml(attribute + " of " + xml.name() + " has no value it may have");
    }

    private static <T> void add(List<T> all, T one, int most) {
        if (all.size() == most) {
            throw new MalformedXml("more than " + most + " elements of one kind");
        }
        all.add(one);
    }
}
