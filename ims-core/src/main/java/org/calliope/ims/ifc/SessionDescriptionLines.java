package org.calliope.ims.ifc;

import java.util.List;

/** Finds the lines of the session description in a body; for the makers of {@link FilterableRequest}s. */
public final class SessionDescriptionLines {

    private static final String SDP = "application/sdp";

    private SessionDescriptionLines() {
    }

    /**
     * @param contentType value of Content-Type, with or without parameters; empty when there is none
     * @return its lines without line ends, none when it is something else
     */
    public static List<String> of(String contentType, String body) {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        return type.equalsIgnoreCase(SDP) ? body.lines().filter(line -> !line.isEmpty()).toList() : List.of();
    }
}
