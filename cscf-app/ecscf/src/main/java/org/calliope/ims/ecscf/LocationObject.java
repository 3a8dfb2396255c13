package org.calliope.ims.ecscf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.xml.MalformedXml;
import org.calliope.ims.xml.XmlCursor;

/** Reads a PIDF-LO (RFC 4119, RFC 5139, RFC 5491): the first geodetic and the first civic location in it. */
final class LocationObject {

    private static final int MOST_COORDINATES = 3_000;
    /** EPSG 4326 has latitude and longitude, 4979 the height too (RFC 5491 5). */
    private static final String FLAT = "4326";
    private static final String HIGH = "4979";

    private final List<Position> corners = new ArrayList<>();
    private final Map<String, String> civic = new HashMap<>();

    private LocationObject() {
    }

    /**
     * @return what it says; nothing known when it has no location
     * @throws MalformedXml when it is no PIDF, or its location can not be read
     */
    static Location read(String document) {
        LocationObject reader = new LocationObject();
        XmlCursor.document(document, "presence", cursor -> {
            reader.search(cursor);
            return document;
        });
        return new Location(reader.corners.isEmpty() ? Optional.empty() : Optional.of(Position.middle(reader.corners)),
                reader.civic, List.of());
    }

    private void search(XmlCursor cursor) {
        XmlCursor.Children children = cursor.children();
        while (children.next()) {
            switch (cursor.name()) {
                case "location-info" -> locations(cursor);
                case "tuple", "status", "person", "device", "geopriv" -> search(cursor);
                default -> cursor.skip();
            }
        }
    }

    /** RFC 5491 3.4: there may be a geodetic and a civic one; a second of its kind says nothing new. */
    private void locations(XmlCursor cursor) {
        XmlCursor.Children children = cursor.children();
        while (children.next()) {
            if (cursor.name().equals("civicAddress") && civic.isEmpty()) {
                civic(cursor);
            } else if (!cursor.name().equals("civicAddress") && corners.isEmpty()) {
                shape(cursor, dimensions(cursor));
            } else {
                cursor.skip();
            }
        }
    }

    private void civic(XmlCursor cursor) {
        XmlCursor.Children children = cursor.children();
        while (children.next()) {
            String name = cursor.name();
            civic.putIfAbsent(name, cursor.text());
        }
    }

    private static int dimensions(XmlCursor cursor) {
        String system = cursor.attribute("srsName").orElse(FLAT);
        if (system.endsWith(FLAT)) {
            return 2;
        }
        if (system.endsWith(HIGH)) {
            return 3;
        }
        throw new MalformedXml("coordinates of " + system + " are not known, only those of EPSG::" + FLAT + " and EPSG::" + HIGH);
    }

    /** RFC 5491 5.2: of a circle, an ellipse and the like the position is the middle; of a polygon it is that of the corners. */
    private void shape(XmlCursor cursor, int dimensions) {
        XmlCursor.Children children = cursor.children();
        while (children.next()) {
            switch (cursor.name()) {
                case "pos" -> numbers(cursor.text(), -1);
                case "posList" -> numbers(cursor.text(), dimensions);
                case "exterior", "LinearRing", "base", "Polygon", "pointMember", "Point" -> shape(cursor, dimensions);
                default -> cursor.skip();
            }
        }
    }

    /** @param dimensions of each position; -1 when the text is one position */
    private void numbers(String text, int dimensions) {
        String[] numbers = text.split("\\s+");
        int step = dimensions < 0 ? numbers.length : dimensions;
        if (numbers.length < 2 || numbers.length > MOST_COORDINATES || numbers.length % step != 0) {
            throw new MalformedXml("no list of positions: " + numbers.length + " numbers");
        }
        for (int i = 0; i < numbers.length; i += step) {
            // a number format exception is an illegal argument too, which the cursor makes a MalformedXml of
            corners.add(new Position(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1])));
        }
    }
}
