package org.calliope.ims.hss.access;

import java.util.List;

/**
 * Which request needs what: the first row that fits its path counts. What no row names may be read by every role and
 * changed by administrators only, so that a forgotten page is shut rather than open.
 */
public final class Permissions {

    /**
     * @param path  of a servlet; what is below it belongs to it
     * @param read  what GET and HEAD need
     * @param write what every other method needs
     */
    record Row(String path, Need read, Need write) {
        boolean fits(String asked) {
            return asked.equals(path) || asked.startsWith(path + "/");
        }
    }

    static final List<Row> TABLE = List.of(
            new Row("/health", Need.OPEN, Need.ADMINISTRATE),
            new Row("/assets", Need.OPEN, Need.ADMINISTRATE),
            new Row("/login", Need.OPEN, Need.OPEN),
            new Row("/language", Need.OPEN, Need.OPEN),
            new Row("/logout", Need.SESSION, Need.SESSION),
            new Row("/account", Need.SESSION, Need.SESSION),
            new Row("/users", Need.ADMINISTRATE, Need.ADMINISTRATE),
            new Row("/tokens", Need.ADMINISTRATE, Need.ADMINISTRATE),
            new Row("/audit", Need.ADMINISTRATE, Need.ADMINISTRATE),
            new Row("/subscribers", Need.VIEW, Need.OPERATE),
            new Row("/imports", Need.VIEW, Need.OPERATE),
            new Row("/lock-outs", Need.VIEW, Need.OPERATE),
            new Row("/calls", Need.VIEW, Need.OPERATE),
            new Row("/undo", Need.OPERATE, Need.OPERATE),
            new Row("/workbench", Need.VIEW, Need.VIEW),
            new Row("/api/v1/subscriptions", Need.VIEW, Need.OPERATE),
            new Row("/api/v1/lock-outs", Need.VIEW, Need.OPERATE),
            new Row("/api/v1/calls", Need.VIEW, Need.OPERATE),
            new Row("/api/v1/imports", Need.VIEW, Need.OPERATE),
            new Row("/api/v1/audit", Need.ADMINISTRATE, Need.ADMINISTRATE));

    private static final Row OTHERS = new Row("", Need.VIEW, Need.ADMINISTRATE);

    private Permissions() {
    }

    /**
     * What it takes.
     *
     * @param reads whether the method changes nothing: GET and HEAD
     * @param path  within the application, decoded and normalized by the container
     */
    public static Need of(boolean reads, String path) {
        Row row = TABLE.stream().filter(r -> r.fits(path)).findFirst().orElse(OTHERS);
        return reads ? row.read() : row.write();
    }
}
