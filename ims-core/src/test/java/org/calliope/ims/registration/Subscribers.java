package org.calliope.ims.registration;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.cx.UserProfileXml;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;

/** Registrations as a network has them. */
public final class Subscribers {

    public static final Instant NOW = Instant.parse("2026-11-21T00:00:00.123456789Z");

    private Subscribers() {
    }

    public static PublicIdentity sip(String user) {
        return PublicIdentity.parse("sip:" + user + "@ims.example");
    }

    public static Binding binding(PrivateIdentity impi, String contact, int seconds) {
        return new Binding(contact, impi, "r", 1, "", 0, 1, List.of("<sip:term@p;lr>"), "", "", NOW.plusSeconds(seconds));
    }

    /** Of these users as one set, with one contact for a minute. */
    public static Registration set(String... users) {
        PrivateIdentity impi = new PrivateIdentity(users[0] + "@ims.example");
        List<PublicIdentity> identities = Stream.of(users).map(Subscribers::sip).toList();
        return new Registration(impi, identities.get(0), identities, new UserProfile(impi, List.of()),
                List.of(binding(impi, "sip:alice@127.0.0.1:5070", 60)), NOW);
    }

    /**
     * Two identities, three filter criteria and one contact, each part an object of its own as after a REGISTER.
     *
     * @param number 0 to 999999
     */
    public static Registration typical(int number) {
        String user = String.format("+1555%07d", number);
        PrivateIdentity impi = new PrivateIdentity(String.format("00101%010d@ims.mnc001.mcc001.3gppnetwork.org", number));
        List<PublicIdentity> identities = List.of(
                new PublicIdentity("sip:" + user + "@ims.mnc001.mcc001.3gppnetwork.org"), new PublicIdentity("tel:" + user));
        UserProfile profile = new UserProfile(impi, List.of(new ServiceProfile(identities.stream()
                .map(identity -> new ProfileIdentity(identity, false, Optional.empty())).toList(), criteria())));
        Binding binding = new Binding("sip:" + user + "@10." + number % 250 + ".20.30:45060;transport=tcp", impi,
                "a84b4c76e66710" + number + "@10.1.20.30", 2, "<urn:gsma:imei:35209900-" + number + "-0>", 1, 1.0,
                List.of(new String("<sip:term@pcscf1.ims.mnc001.mcc001.3gppnetwork.org:5060;lr;ob>")),
                new String("Phone IMS client/14.2"), "10.1.20.30:45060", NOW.plusSeconds(3600),
                new ContactDetails(Optional.of(new PublicIdentity("sip:" + user + "@ims.mnc001.mcc001.3gppnetwork.org")),
                        "", parameters(), 1));
        return new Registration(impi, identities.get(0), identities,
                UserProfileXml.parse(UserProfileXml.write(profile)), List.of(binding), NOW)
                .withCharging(Optional.of(new ChargingInformation("aaa://ecf1.ims.example", "", "aaa://ccf1.ims.example",
                        "aaa://ccf2.ims.example")));
    }

    private static Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("+g.3gpp.icsi-ref", "\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\"");
        parameters.put("+g.3gpp.smsip", "");
        parameters.put("video", "");
        return parameters;
    }

    private static List<InitialFilterCriteria> criteria() {
        return List.of(
                new InitialFilterCriteria(0, TriggerPoint.anyOf(
                        List.of(new ServicePointTrigger.Method(false, "REGISTER",
                                Set.of(RegistrationType.INITIAL, RegistrationType.DE))),
                        List.of(new ServicePointTrigger.Method("INVITE"),
                                new ServicePointTrigger.InSessionCase(SessionCase.ORIGINATING_REGISTERED))),
                        new ApplicationServer("sip:mmtel.ims.example:5080", DefaultHandling.SESSION_CONTINUED,
                                Optional.of("service=mmtel"), true, true)),
                new InitialFilterCriteria(1, TriggerPoint.allOf(
                        List.of(new ServicePointTrigger.Method("SUBSCRIBE"), new ServicePointTrigger.Method("PUBLISH")),
                        List.of(new ServicePointTrigger.SipHeader("Event", "^presence.*"))),
                        new ApplicationServer("sip:presence.ims.example:5080", DefaultHandling.SESSION_TERMINATED)),
                new InitialFilterCriteria(2, TriggerPoint.allOf(
                        List.of(new ServicePointTrigger.Method("MESSAGE")),
                        List.of(new ServicePointTrigger.RequestUri("example").not()),
                        List.of(new ServicePointTrigger.SessionDescription("m", "audio.*"))),
                        new ApplicationServer("sip:messages.ims.example:5080", DefaultHandling.SESSION_CONTINUED)));
    }
}
