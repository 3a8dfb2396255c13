package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.form.Field.Type;
import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.calliope.ims.hss.store.Kind;

/** The forms of the documents that subscribers share. Filter criteria have an editor of their own. */
public final class Forms {

    private static final Field NAME = Field.of(Type.TEXT, "name", "name");

    private static final DocumentForm<ApplicationServer> APPLICATION_SERVER = new DocumentForm<>(
            Kind.APPLICATION_SERVER, List.of(NAME,
                    Field.of(Type.TEXT, "serverName", "server-name"),
                    Field.choice("defaultHandling", "default-handling", DefaultHandling.values()),
                    Field.of(Type.AREA, "serviceInfo", "service-info"),
                    Field.of(Type.TICK, "registerRequest", "register-request"),
                    Field.of(Type.TICK, "registerResponse", "register-response"),
                    Field.of(Type.TEXT, "diameterHost", "diameter-host"),
                    Field.references("shPull", "sh-pull", ShOperation.PULL),
                    Field.references("shUpdate", "sh-update", ShOperation.UPDATE),
                    Field.references("shSubscribe", "sh-subscribe", ShOperation.SUBSCRIBE)),
            new ApplicationServer("as", "sip:as.ims.example", DefaultHandling.SESSION_CONTINUED, "", false, false, "",
                    List.of(), List.of(), List.of()),
            as -> named(as.name()).with("serverName", as.serverName())
                    .with("defaultHandling", as.defaultHandling().name()).with("serviceInfo", as.serviceInfo())
                    .with("registerRequest", as.registerRequest()).with("registerResponse", as.registerResponse())
                    .with("diameterHost", as.diameterHost()).with("shPull", texts(as.shPull()))
                    .with("shUpdate", texts(as.shUpdate())).with("shSubscribe", texts(as.shSubscribe())),
            values -> new ApplicationServer(values.text("name"), values.text("serverName"),
                    SubscriptionForm.choice(DefaultHandling.class, values.text("defaultHandling")),
                    values.text("serviceInfo"), values.ticked("registerRequest"), values.ticked("registerResponse"),
                    values.text("diameterHost"), references(values, "shPull"), references(values, "shUpdate"),
                    references(values, "shSubscribe")));

    private static final DocumentForm<ServingNode> SERVING_NODE = new DocumentForm<>(Kind.SERVING_NODE, List.of(
                    Field.of(Type.TEXT, "name", "node-name"), Field.of(Type.WORDS, "capabilities", "capabilities"),
                    Field.of(Type.TEXT, "description", "description")),
            new ServingNode("sip:scscf.ims.example", List.of(), ""),
            node -> named(node.name()).with("capabilities", lines(node.capabilities()))
                    .with("description", node.description()),
            values -> new ServingNode(values.text("name"), capabilities(values, "capabilities"),
                    values.text("description")));

    private static final DocumentForm<CapabilitySet> CAPABILITY_SET = new DocumentForm<>(Kind.CAPABILITY_SET,
            List.of(NAME, Field.of(Type.WORDS, "mandatory", "mandatory"), Field.of(Type.WORDS, "optional", "optional"),
                    Field.of(Type.WORDS, "serverNames", "server-names")),
            new CapabilitySet("set", List.of(), List.of(), List.of()),
            set -> named(set.name()).with("mandatory", lines(set.mandatory()))
                    .with("optional", lines(set.optional())).with("serverNames", lines(set.serverNames())),
            values -> new CapabilitySet(values.text("name"), capabilities(values, "mandatory"),
                    capabilities(values, "optional"), values.words("serverNames")));

    private static final DocumentForm<ChargingSet> CHARGING_SET = new DocumentForm<>(Kind.CHARGING_SET,
            List.of(NAME, Field.of(Type.TEXT, "primaryEvent", "primary-event"),
                    Field.of(Type.TEXT, "secondaryEvent", "secondary-event"),
                    Field.of(Type.TEXT, "primaryCollection", "primary-collection"),
                    Field.of(Type.TEXT, "secondaryCollection", "secondary-collection")),
            new ChargingSet("set", "aaa://ocs.ims.example", "", "aaa://cdf.ims.example", ""),
            set -> named(set.name()).with("primaryEvent", set.primaryEvent())
                    .with("secondaryEvent", set.secondaryEvent()).with("primaryCollection", set.primaryCollection())
                    .with("secondaryCollection", set.secondaryCollection()),
            values -> new ChargingSet(values.text("name"), values.text("primaryEvent"), values.text("secondaryEvent"),
                    values.text("primaryCollection"), values.text("secondaryCollection")));

    private static final DocumentForm<VisitedNetwork> VISITED_NETWORK = new DocumentForm<>(Kind.VISITED_NETWORK,
            List.of(Field.of(Type.TEXT, "name", "network-name"), Field.of(Type.TEXT, "description", "description")),
            new VisitedNetwork("visited.example", ""),
            network -> named(network.name()).with("description", network.description()),
            values -> new VisitedNetwork(values.text("name"), values.text("description")));

    private static final DocumentForm<SharedFilterSet> SHARED_FILTER_SET = new DocumentForm<>(Kind.SHARED_FILTER_SET,
            List.of(NAME, Field.of(Type.NUMBER, "number", "shared-number"),
                    Field.referring(Type.USES, "filterCriteria", "filter-criteria", Kind.FILTER_CRITERIA)),
            new SharedFilterSet("set", 0, List.of()),
            set -> uses(named(set.name()).with("number", Integer.toString(set.number())), set.filterCriteria()),
            values -> new SharedFilterSet(values.text("name"), values.number("number"), uses(values)));

    private static final DocumentForm<ServiceProfile> SERVICE_PROFILE = new DocumentForm<>(Kind.SERVICE_PROFILE,
            List.of(NAME, Field.of(Type.TICK, "unregisteredServices", "unregistered-services"),
                    Field.referring(Type.USES, "filterCriteria", "filter-criteria", Kind.FILTER_CRITERIA),
                    Field.referring(Type.AREA, "sharedFilterSets", "shared-filter-sets", Kind.SHARED_FILTER_SET),
                    Field.of(Type.TEXT, "mediaProfile", "media-profile")),
            new ServiceProfile("profile", Optional.empty(), false, List.of(), List.of()),
            profile -> uses(named(profile.name()).with("unregisteredServices", profile.unregisteredServices())
                    .with("sharedFilterSets", lines(profile.sharedFilterSets()))
                    .with("mediaProfile", profile.mediaProfile().map(id -> Integer.toString(id)).orElse("")),
                    profile.filterCriteria()),
            values -> new ServiceProfile(values.text("name"), values.text("mediaProfile").isEmpty() ? Optional.empty()
                    : Optional.of(values.number("mediaProfile")), values.ticked("unregisteredServices"), uses(values),
                    values.lines("sharedFilterSets")));

    /** Every form. */
    public static final List<DocumentForm<?>> ALL = List.of(SERVICE_PROFILE, SHARED_FILTER_SET, APPLICATION_SERVER,
            SERVING_NODE, CAPABILITY_SET, CHARGING_SET, VISITED_NETWORK);

    private Forms() {
    }

    private static Values named(String name) {
        return Values.none().with("name", name);
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static String lines(List<?> values) {
        return String.join("\n", texts(values));
    }

    private static Values uses(Values values, List<Use> uses) {
        return values.with("filterCriteria", uses.stream().map(Use::criteria).toList())
                .with("filterCriteria.priority", uses.stream().map(use -> Integer.toString(use.priority())).toList());
    }

    private static List<Use> uses(Values values) {
        return values.rows("filterCriteria.priority", "filterCriteria").stream()
                .map(row -> new Use(row.get(1), Values.number("priority", row.get(0)))).toList();
    }

    private static List<Integer> references(Values values, String name) {
        return values.all(name).stream().map(text -> Values.number(name, text)).toList();
    }

    private static List<Long> capabilities(Values values, String name) {
        List<Long> all = new ArrayList<>();
        for (String word : values.words(name)) {
            if (!word.matches("\\d{1,10}")) {
                throw new IllegalArgumentException(name + " must be numbers, one a line; " + word + " is none");
            }
            all.add(Long.valueOf(word));
        }
        return all;
    }
}
