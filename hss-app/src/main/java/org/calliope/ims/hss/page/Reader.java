package org.calliope.ims.hss.page;

import java.util.List;

/**
 * Who reads a page, as what is around its content shows it.
 *
 * @param texts    in their language
 * @param name     as they signed in, "" when they did not
 * @param role     word of their role, "" when nobody knows them
 * @param csrf     what their forms hold, "" without a session; not for any other page
 * @param menu     the pages they may go to
 * @param path     of this page, to mark it in the menu
 * @param here     path and query of this page, to come back to it
 */
public record Reader(Texts texts, String name, String role, String csrf, List<Navigation.Entry> menu, String path,
                     String here) {

    /** Whether they can sign out. */
    public boolean session() {
        return !csrf.isEmpty();
    }

    @Override
    public String toString() {
        return "Reader[" + name + ", " + path + "]";
    }
}
