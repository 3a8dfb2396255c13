package org.calliope.ims.hss.page;

/**
 * What every page has around its content.
 *
 * @param title   of the document
 * @param domain  home network domain
 * @param version of Calliope
 * @param style   address of the style sheet
 * @param htmx    address of htmx
 * @param module  address of the module for every page
 * @param ladder  address of the ladder's module
 * @param icon    address of the icon
 * @param reader  who reads it
 */
public record Shell(String title, String domain, String version, String style, String htmx, String module,
                    String ladder, String icon, Reader reader) {

    /** The same with another title, for somebody else. */
    public Shell of(String other, Reader by) {
        return new Shell(other, domain, version, style, htmx, module, ladder, icon, by);
    }
}
