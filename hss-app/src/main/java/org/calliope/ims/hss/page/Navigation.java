package org.calliope.ims.hss.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.store.Kind;

/** The menu on every page. A new page is one more entry; who sees it follows from {@link Permissions}. */
public final class Navigation {

    /**
     * @param path of the page
     * @param key  of its text
     */
    public record Entry(String path, String key) {

        /** Whether the page at that address belongs to it. */
        public boolean covers(String page) {
            return at(page) || path.equals(SERVICES) && KINDS.stream().anyMatch(kind -> kind.at(page));
        }

        /** Whether the page is it, or below it. */
        public boolean at(String page) {
            return page.equals(path) || page.startsWith(path + "/");
        }
    }

    private static final String SERVICES = Links.list(Kind.SERVICE_PROFILE);

    /** The kinds of documents that subscribers share, a row of their own on their pages. */
    public static final List<Entry> KINDS = Stream.of(Kind.SERVICE_PROFILE, Kind.FILTER_CRITERIA,
            Kind.SHARED_FILTER_SET, Kind.APPLICATION_SERVER, Kind.SERVING_NODE, Kind.CAPABILITY_SET,
            Kind.CHARGING_SET, Kind.VISITED_NETWORK)
            .map(kind -> new Entry(Links.list(kind), "kind." + kind.path())).toList();

    static final List<Entry> ENTRIES = List.of(
            new Entry("/", "nav.overview"),
            new Entry("/subscribers", "page.subscribers"),
            new Entry(SERVICES, "nav.services"),
            new Entry("/workbench", "nav.workbench"),
            new Entry("/calls", "calls.title"),
            new Entry("/pending", "pending.title"),
            new Entry("/lock-outs", "lockouts.title"),
            new Entry("/imports", "imports.title"),
            new Entry("/audit", "audit.title"),
            new Entry("/users", "nav.users"),
            new Entry("/tokens", "nav.tokens"));

    private Navigation() {
    }

    /** The pages they may read. */
    public static List<Entry> of(Optional<Signed> reader) {
        return ENTRIES.stream().filter(entry -> Permissions.of(true, entry.path()).metBy(reader)).toList();
    }
}
