package org.calliope.ims.ecscf;

import java.util.List;

/**
 * A point in WGS 84, or a corner of an area.
 *
 * @param latitude  degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 */
record Position(double latitude, double longitude) {

    private static final double MOST_LATITUDE = 90;
    private static final double MOST_LONGITUDE = 180;

    Position {
        if (!(Math.abs(latitude) <= MOST_LATITUDE) || !(Math.abs(longitude) <= MOST_LONGITUDE)) {
            throw new IllegalArgumentException("no latitude and longitude in degrees: " + latitude + ' ' + longitude);
        }
    }

    /** @return whether it lies within; on the edge either way. Longitudes of a polygon do not go across the 180th meridian */
    boolean within(List<Position> polygon) {
        boolean inside = false;
        Position before = polygon.get(polygon.size() - 1);
        for (Position corner : polygon) {
            // each edge that a line to the east crosses changes the side
            if (corner.latitude > latitude != before.latitude > latitude && longitude < (before.longitude - corner.longitude)
                    * (latitude - corner.latitude) / (before.latitude - corner.latitude) + corner.longitude) {
                inside = !inside;
            }
            before = corner;
        }
        return inside;
    }

    /** @return its size in square degrees, by which areas are compared */
    static double size(List<Position> polygon) {
        double twice = 0;
        Position before = polygon.get(polygon.size() - 1);
        for (Position corner : polygon) {
            twice += before.longitude * corner.latitude - corner.longitude * before.latitude;
            before = corner;
        }
        return Math.abs(twice) / 2;
    }

    /** @return the middle of the corners; there is at least one */
    static Position middle(List<Position> corners) {
        return new Position(corners.stream().mapToDouble(Position::latitude).average().orElseThrow(),
                corners.stream().mapToDouble(Position::longitude).average().orElseThrow());
    }
}
