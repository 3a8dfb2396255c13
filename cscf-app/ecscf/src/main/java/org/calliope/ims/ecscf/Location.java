package org.calliope.ims.ecscf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a caller is, as the request says.
 *
 * @param position where a PIDF-LO has a geodetic location
 * @param civic    elements of the civic address of a PIDF-LO (RFC 5139) by their names; empty when it has none
 * @param cells    cell identities of P-Access-Network-Info, those that the network says first
 */
record Location(Optional<Position> position, Map<String, String> civic, List<String> cells) {

    static final Location UNKNOWN = new Location(Optional.empty(), Map.of(), List.of());

    Location {
        civic = Map.copyOf(civic);
        cells = List.copyOf(cells);
    }

    Location at(List<String> ofCells) {
        return new Location(position, civic, ofCells);
    }
}
