package org.calliope.ims.hss.api;

import static org.calliope.ims.hss.api.Field.optional;
import static org.calliope.ims.hss.api.Field.required;
import static org.calliope.ims.hss.api.Forms.choice;
import static org.calliope.ims.hss.api.Forms.flag;
import static org.calliope.ims.hss.api.Forms.many;
import static org.calliope.ims.hss.api.Forms.maybe;
import static org.calliope.ims.hss.api.Forms.number;
import static org.calliope.ims.hss.api.Forms.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.calliope.ims.hss.store.Kind;

/** The table of what each document has in JSON. */
final class Shapes {

    private static final Form<String> NAME = text(255);
    private static final Form<String> DESCRIPTION = text(200);
    private static final Form<List<Long>> CAPABILITIES = many(number((1L << 32) - 1), 32);
    private static final Form<List<Integer>> REFERENCES = many(number(), 64);
    private static final String UNIQUE = "unique; letters, digits, blanks and @ . _ + : -";

    static final Part<PublicUser> PUBLIC_IDENTITY = new Shape<>(PublicUser.class,
            "A public identity (TS 29.228 Annex B.2.1); a text is one with everything else left out.",
            required("identity", NAME, "SIP or tel URI; of a wildcarded one the pattern, as sip:room-!.*!@ims.example"
                    + " (TS 23.003 13.5)"),
            optional("type", choice(IdentityType.class), "a user's or a service's, distinct or wildcarded"),
            optional("barred", flag(false), "may only be registered, never used in a session"),
            optional("displayName", text(200), "shown to who is called"),
            optional("aliasGroup", text(64), "identities of a subscription with the same text here are aliases"),
            optional("serviceProfile", NAME, "name of its service profile; default when left out"),
            optional("applicationServer", NAME, "of a service: the application server that hosts it"
                    + " (TS 23.228 5.4.12.2)"),
            optional("active", flag(true), "of a service: false has requests for it refused")).orText();

    private static final Shape<ImplicitSet> IMPLICIT_SET = new Shape<>(ImplicitSet.class,
            "An implicit registration set (TS 23.228 5.2.1a): registering one of its identities registers all.",
            optional("privateIdentities", many(NAME, ImplicitSet.MOST), "who may register it; none for services"),
            required("publicIdentities", many(PUBLIC_IDENTITY, ImplicitSet.MOST),
                    "the first unbarred one is the default identity"));

    private static final Shape<ServiceProfile.Use> USE = new Shape<>(ServiceProfile.Use.class,
            "An initial filter criterion in its place.",
            required("criteria", NAME, "name of the initial filter criterion"),
            required("priority", number(), "lower is asked first (TS 29.228 Annex B.2.2); no two the same"));

    private static final Form<List<ServiceProfile.Use>> USES = many(USE, 100);

    private static final Shape<ServiceProfile> SERVICE_PROFILE = new Shape<>(ServiceProfile.class,
            "What is done for the public identities that name it (TS 29.228 Annex B.2).",
            required("name", NAME, UNIQUE),
            optional("mediaProfile", maybe(number()), "SubscribedMediaProfileId, when there is one"),
            optional("unregisteredServices", flag(false), "its identities are served also while nobody has registered"
                    + " them"),
            optional("filterCriteria", USES, "initial filter criteria with their priorities"),
            optional("sharedFilterSets", many(NAME, 20), "names of shared iFC sets"));

    private static final Shape<FilterCriteria> FILTER_CRITERIA = new Shape<>(FilterCriteria.class,
            "An initial filter criterion (TS 29.228 Annex B.2.2).",
            required("name", NAME, UNIQUE),
            required("applicationServer", NAME, "name of the application server that is asked"),
            optional("profilePart", choice(FilterCriteria.ProfilePart.class), "for registered users, others, or both"),
            optional("triggerPoint", text(8_000), "the TriggerPoint element of TS 29.228 Annex E; every request matches"
                    + " when left out"),
            optional("dsaiTags", many(text(64), 16), "DSAI-Tags: when there is any, the criterion holds only while"
                    + " one of them is active for the identity (TS 29.328 7.6.11)"));

    private static final Shape<SharedFilterSet> SHARED_FILTER_SET = new Shape<>(SharedFilterSet.class,
            "A shared iFC set, which S-CSCFs know by its number (TS 29.228 Annex B.2.2).",
            required("name", NAME, UNIQUE),
            required("number", number(), "SharedIFCSetID, unique"),
            optional("filterCriteria", USES, "initial filter criteria with their priorities"));

    private static final Shape<ApplicationServer> APPLICATION_SERVER = new Shape<>(ApplicationServer.class,
            "Where the S-CSCF finds an application server (TS 29.228 Annex B.2.3) and what it may do over Sh"
                    + " (TS 29.328 Annex E).",
            required("name", NAME, UNIQUE),
            required("serverName", NAME, "its SIP URI"),
            optional("defaultHandling", choice(ApplicationServer.DefaultHandling.class),
                    "what the S-CSCF does when it does not answer"),
            optional("serviceInfo", text(4_000), "sent to it in third-party REGISTER requests"),
            optional("registerRequest", flag(false), "the UE's REGISTER is included in those"),
            optional("registerResponse", flag(false), "the final response to that is included too"),
            optional("diameterHost", NAME, "Origin-Host by which it asks over Sh"),
            optional("shPull", REFERENCES, "data references it may read, by their numbers, each one that"
                    + " TS 29.328 table 7.6.1 has this operation for"),
            optional("shUpdate", REFERENCES, "data references it may change, likewise of that table"),
            optional("shSubscribe", REFERENCES, "data references it may be notified of, likewise"));

    private static final Shape<CapabilitySet> CAPABILITY_SET = new Shape<>(CapabilitySet.class,
            "What the S-CSCF of a subscription must and should be able to do (TS 29.228 6.7).",
            required("name", NAME, UNIQUE),
            optional("mandatory", CAPABILITIES, "numbers of capabilities that it must have"),
            optional("optional", CAPABILITIES, "numbers of capabilities that it should have"),
            optional("serverNames", many(NAME, 20), "SIP URIs of S-CSCFs to try first, in this order"));

    private static final Shape<ServingNode> SERVING_NODE = new Shape<>(ServingNode.class,
            "An S-CSCF and what it can do.",
            required("name", NAME, "its SIP URI, as it calls itself in Server-Name"),
            optional("capabilities", CAPABILITIES, "numbers of what it can do"),
            optional("description", DESCRIPTION, "for people"));

    private static final Shape<ChargingSet> CHARGING_SET = new Shape<>(ChargingSet.class,
            "Addresses of charging functions, each a Diameter URI (TS 29.229 6.3.19).",
            required("name", NAME, UNIQUE),
            optional("primaryEvent", NAME, "online charging, first choice"),
            optional("secondaryEvent", NAME, "online charging, second choice"),
            optional("primaryCollection", NAME, "offline charging, first choice"),
            optional("secondaryCollection", NAME, "offline charging, second choice"));

    private static final Shape<VisitedNetwork> VISITED_NETWORK = new Shape<>(VisitedNetwork.class,
            "A network that subscribers may register from (TS 29.229 6.3.1).",
            required("name", NAME, "its domain name"),
            optional("description", DESCRIPTION, "for people"));

    private Shapes() {
    }

    static Map<Kind<?>, Part<?>> with(Part<PrivateUser> privateUser) {
        Shape<Subscription> subscription = new Shape<>(Subscription.class,
                "An IMS subscription whole (TS 23.228 5.2.1a): the unit that one S-CSCF serves.",
                optional("name", NAME, "unique; the first private identity when left out"),
                optional("capabilitySet", NAME, "name of what its S-CSCF must be able to do"),
                optional("chargingSet", NAME, "name of its charging function addresses"),
                optional("visitedNetworks", many(NAME, ImplicitSet.MOST), "networks it may register from; * is any, as"
                        + " is none"),
                optional("privateIdentities", many(privateUser, ImplicitSet.MOST), "none for a subscription of"
                        + " services"),
                required("implicitSets", many(IMPLICIT_SET, ImplicitSet.MOST), "its public identities"));
        Map<Kind<?>, Part<?>> all = new LinkedHashMap<>();
        all.put(Kind.SUBSCRIPTION, subscription);
        all.put(Kind.SERVICE_PROFILE, SERVICE_PROFILE);
        all.put(Kind.FILTER_CRITERIA, FILTER_CRITERIA);
        all.put(Kind.SHARED_FILTER_SET, SHARED_FILTER_SET);
        all.put(Kind.APPLICATION_SERVER, APPLICATION_SERVER);
        all.put(Kind.CAPABILITY_SET, CAPABILITY_SET);
        all.put(Kind.SERVING_NODE, SERVING_NODE);
        all.put(Kind.CHARGING_SET, CHARGING_SET);
        all.put(Kind.VISITED_NETWORK, VISITED_NETWORK);
        return all;
    }

    /** What the documents consist of. */
    static List<Part<?>> parts(Part<PrivateUser> privateUser) {
        return List.of(privateUser, PUBLIC_IDENTITY, IMPLICIT_SET, USE);
    }
}
