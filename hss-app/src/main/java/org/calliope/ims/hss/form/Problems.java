package org.calliope.ims.hss.form;

/** How a refusal stands beside the field it is about. */
public final class Problems {

    private Problems() {
    }

    /** The refusal without the name of the field, which the form shows in the reader's words. */
    public static String beside(String field, IllegalArgumentException refusal) {
        String message = refusal.getMessage();
        return message.startsWith(field + " ") ? message.substring(field.length() + 1) : message;
    }

    /** Name of the element that holds what is wrong with a field; it can stand in a selector of CSS. */
    public static String id(String field) {
        return "e-" + field.replace('.', '-');
    }
}
