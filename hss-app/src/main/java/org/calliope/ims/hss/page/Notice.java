package org.calliope.ims.hss.page;

/**
 * What a form's page says of the last time it was sent.
 *
 * @param text   what happened or why it did not, "" for nothing
 * @param bad    it did not happen
 * @param about  whose secret it is, "" without one
 * @param secret shown once, "" without one
 */
public record Notice(String text, boolean bad, String about, String secret) {

    /** Nothing was sent. */
    public static final Notice NONE = new Notice("", false, "", "");

    /** It was refused. */
    public static Notice refused(String why) {
        return new Notice(why, true, "", "");
    }

    /** It was done, and there is something to hand over. */
    public static Notice secret(String text, String about, String secret) {
        return new Notice(text, false, about, secret);
    }

    @Override
    public String toString() {
        return "Notice[" + text + "]";
    }
}
