package org.calliope.ims.hss.page;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.access.Permissions;
import org.calliope.ims.hss.access.Signed;

/** The menu on every page. A new page is one more entry; who sees it follows from {@link Permissions}. */
public final class Navigation {

    /**
     * @param path of the page
     * @param key  of its text
     */
    public record Entry(String path, String key) {
    }

    static final List<Entry> ENTRIES = List.of(
            new Entry("/", "nav.overview"),
            new Entry("/users", "nav.users"),
            new Entry("/tokens", "nav.tokens"));

    private Navigation() {
    }

    /** The pages they may read. */
    public static List<Entry> of(Optional<Signed> reader) {
        return ENTRIES.stream().filter(entry -> Permissions.of(true, entry.path()).metBy(reader)).toList();
    }
}
