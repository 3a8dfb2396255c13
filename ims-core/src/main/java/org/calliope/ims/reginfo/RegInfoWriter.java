package org.calliope.ims.reginfo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.xml.XmlText;

/** Writes registration information; names and order are those of RFC 3680 5.3. One document. */
final class RegInfoWriter {

    private final XmlText xml = new XmlText().declaration();

    String write(RegInfo info) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("xmlns", RegInfoXml.NAMESPACE);
        if (info.registrations().stream().anyMatch(RegInfoWriter::hasGruu)) {
            attributes.put("xmlns:gr", RegInfoXml.GRUU_NAMESPACE);
        }
        if (info.registrations().stream().anyMatch(one -> one.wildcardedIdentity().isPresent())) {
            attributes.put("xmlns:ere", RegInfoXml.IMS_NAMESPACE);
        }
        attributes.put("version", Long.toString(info.version()));
        attributes.put("state", word(info.state()));
        xml.open(RegInfoXml.ELEMENT, attributes);
        info.registrations().forEach(this::registration);
        return xml.close(RegInfoXml.ELEMENT).toString();
    }

    private static boolean hasGruu(RegistrationElement registration) {
        return registration.contacts().stream()
                .anyMatch(contact -> contact.pubGruu().isPresent() || contact.tempGruu().isPresent());
    }

    private void registration(RegistrationElement registration) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("aor", registration.aor());
        attributes.put("id", registration.id());
        attributes.put("state", word(registration.state()));
        xml.open("registration", attributes);
        registration.contacts().forEach(this::contact);
        registration.wildcardedIdentity().ifPresent(wildcard -> xml.element("ere:wildcardedIdentity", wildcard));
        xml.close("registration");
    }

    private void contact(ContactElement contact) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", contact.id());
        attributes.put("state", word(contact.state()));
        attributes.put("event", word(contact.event()));
        attributes.put("duration-registered", orNone(contact.durationRegistered()));
        attributes.put("expires", orNone(contact.expires()));
        attributes.put("retry-after", orNone(contact.retryAfter()));
        attributes.put("q", orNone(contact.q()));
        attributes.put("callid", orNone(contact.callId()));
        attributes.put("cseq", orNone(contact.cseq()));
        xml.open("contact", attributes).element("uri", contact.uri());
        contact.displayName().ifPresent(name -> xml.element("display-name", name));
        contact.unknownParams().forEach((name, value) ->
                xml.open("unknown-param", Map.of("name", name)).text(value).close("unknown-param"));
        contact.pubGruu().ifPresent(gruu -> xml.open("gr:pub-gruu", Map.of("uri", gruu)).close("gr:pub-gruu"));
        contact.tempGruu().ifPresent(this::tempGruu);
        xml.close("contact");
    }

    private void tempGruu(ContactElement.TempGruu gruu) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("uri", gruu.uri());
        attributes.put("first-cseq", Long.toString(gruu.firstCseq()));
        xml.open("gr:temp-gruu", attributes).close("gr:temp-gruu");
    }

    private static String orNone(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
