package org.calliope.ims.hss.api;

import java.util.Map;

import org.calliope.ims.hss.model.PrivateUser;

/**
 * Where in a document the reading is.
 *
 * @param pointer as RFC 6901 has it, "" for the whole
 * @param stored  the private identities of the document as it is stored, by name: what a new one says nothing of stays
 */
record Place(String pointer, Map<String, PrivateUser> stored) {

    private static final int LONGEST_NAME = 60;

    static Place root(Map<String, PrivateUser> stored) {
        return new Place("", stored);
    }

    Place at(String field) {
        String name = field.length() <= LONGEST_NAME ? field : field.substring(0, LONGEST_NAME);
        // RFC 6901 3
        return new Place(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), stored);
    }

    Place at(int index) {
        return new Place(pointer + "/" + index, stored);
    }

    BadDocument refusal(String why) {
        return new BadDocument(pointer, why);
    }
}
