package org.calliope.ims.hss.page;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.calliope.ims.hss.store.Kind;

/** A document in the list of its kind: its name, and in short what it is. */
public record DocumentRow(String name, String summary, String link) {

    /** From the document. */
    public static DocumentRow of(Kind<?> kind, Named document, Texts texts) {
        return new DocumentRow(document.name(), summary(document, texts), Links.document(kind, document.name()));
    }

    private static String summary(Named document, Texts texts) {
        if (document instanceof ApplicationServer server) {
            return server.serverName();
        }
        if (document instanceof FilterCriteria criteria) {
            return Triggers.sentence(criteria, texts);
        }
        if (document instanceof ServiceProfile profile) {
            return texts.of("row.profile", profile.filterCriteria().size(), profile.sharedFilterSets().size());
        }
        if (document instanceof SharedFilterSet set) {
            return texts.of("row.shared", Integer.toString(set.number()), set.filterCriteria().size());
        }
        if (document instanceof CapabilitySet set) {
            return texts.of("row.capabilities", set.mandatory().toString(), set.optional().toString());
        }
        if (document instanceof ServingNode node) {
            return node.capabilities() + (node.description().isEmpty() ? "" : " " + node.description());
        }
        if (document instanceof ChargingSet set) {
            return (set.primaryEvent() + " " + set.primaryCollection()).strip();
        }
        return document instanceof VisitedNetwork network ? network.description() : "";
    }
}
