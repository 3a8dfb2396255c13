package org.calliope.ims.ecscf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.element.PeerServer;
import org.calliope.ims.node.SipEndpoint;

/**
 * Emergency centres (PSAPs) and which of them is for whom, from conf/ecscf.properties:
 *
 * <pre>
 * psap.berlin = sip:192.0.2.20;transport=tcp
 * psap.by-telephone = tel:+4930112
 *
 * polygon.mitte = 52.50 13.35, 52.54 13.35, 52.54 13.43, 52.50 13.43
 * civic.berlin = country=DE, A1=Berlin
 * area.mitte = berlin, by-telephone
 * area.berlin.fire = by-telephone
 * cell.26201 = berlin
 * default = by-telephone
 * </pre>
 *
 * The smallest polygon that the caller is in goes first, then the civic area with the most elements, then the cell with the
 * longest beginning, then the default. Behind each of them a kind of service may stand: the part of {@code urn:service:sos.fire}
 * behind {@code sos}. Immutable.
 */
final class PsapTable {

    static final String PSAP = "psap.";
    private static final String POLYGON = "polygon.";
    private static final String CIVIC = "civic.";
    private static final String AREA = "area.";
    private static final String CELL = "cell.";
    private static final String DEFAULT = "default";
    private static final List<String> OWN = List.of(PSAP, POLYGON, CIVIC, AREA, CELL, DEFAULT + '.');
    private static final Pattern NUMBER = Pattern.compile("tel:\\+[0-9.()-]*[0-9]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int MOST_CORNERS = 1_000;
    private static final int LEAST_CORNERS = 3;

    private final Map<String, List<Position>> polygons = new HashMap<>();
    private final Map<String, Map<String, String>> civics = new HashMap<>();
    private final Map<String, List<PeerServer>> routes = new TreeMap<>();
    /** Tel URIs of those that are reached by telephone, whose server is the BGCF. */
    private final Map<PeerServer, String> numbers = new HashMap<>();

    /**
     * @param key   of the file, which has chosen them
     * @param psaps in the order they are tried, not empty
     */
    record Route(String key, List<PeerServer> psaps) {
    }

    /**
     * @param properties the whole file
     * @param bgcf       by which telephone numbers are reached
     * @throws ConfigException naming the key
     */
    PsapTable(Properties properties, SipEndpoint bgcf) {
        Map<String, PeerServer> psaps = new TreeMap<>();
        each(properties, PSAP, (name, key) -> psaps.put(name, psap(key, name, properties.getProperty(key), bgcf)));
        each(properties, POLYGON, (name, key) -> polygons.put(name.toLowerCase(Locale.ROOT), polygon(key, properties.getProperty(key))));
        each(properties, CIVIC, (name, key) -> civics.put(name.toLowerCase(Locale.ROOT), civic(key, properties.getProperty(key))));
        each(properties, AREA, (name, key) -> {
            if (!polygons.containsKey(place(name)) && !civics.containsKey(place(name))) {
                throw wrong(key, "there is no " + POLYGON + place(name) + " nor " + CIVIC + place(name) + " in this file");
            }
            route(key, properties, psaps);
        });
        each(properties, CELL, (name, key) -> route(key, properties, psaps));
        each(properties, DEFAULT, (name, key) -> route(key, properties, psaps));
    }

    private interface Entry {
        void take(String name, String key);
    }

    private static void each(Properties properties, String prefix, Entry entry) {
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (key.startsWith(prefix) && isOwn(key)) {
                entry.take(key.substring(prefix.length()), key);
            }
        }
    }

    private static boolean isOwn(String key) {
        return key.equals(DEFAULT) || OWN.stream().anyMatch(key::startsWith);
    }

    /** @return the keys that are not this table's */
    static Properties others(Properties properties) {
        Properties others = new Properties();
        properties.stringPropertyNames().stream().filter(key -> !isOwn(key))
                .forEach(key -> others.setProperty(key, properties.getProperty(key)));
        return others;
    }

    private static String place(String name) {
        int dot = name.indexOf('.');
        return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    }

    private PeerServer psap(String key, String name, String value, SipEndpoint bgcf) {
        if (!NAME.matcher(name).matches()) {
            throw wrong(key, "a name has letters, digits, - and _ alone");
        }
        String text = value.strip();
        if (!NUMBER.matcher(text).matches()) {
            return PeerServer.parse(EcscfSettings.FILE, key, name, text);
        }
        PeerServer byTelephone = new PeerServer(name, bgcf.uri(), true);
        numbers.put(byTelephone, text);
        return byTelephone;
    }

    private static List<Position> polygon(String key, String value) {
        List<Position> corners = new ArrayList<>();
        for (String corner : value.split(",", -1)) {
            String[] numbers = corner.strip().split("\\s+");
            try {
                if (numbers.length != 2) {
                    throw new IllegalArgumentException(numbers.length + " numbers");
                }
                corners.add(new Position(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
            } catch (IllegalArgumentException e) {
                throw wrong(key, "'" + corner.strip() + "' is no latitude and longitude such as 52.50 13.35");
            }
        }
        if (corners.size() < LEAST_CORNERS || corners.size() > MOST_CORNERS) {
            throw wrong(key, "a polygon has " + LEAST_CORNERS + " to " + MOST_CORNERS + " corners, this one has " + corners.size());
        }
        return List.copyOf(corners);
    }

    private static Map<String, String> civic(String key, String value) {
        Map<String, String> elements = new HashMap<>();
        for (String element : value.split(",", -1)) {
            int equals = element.indexOf('=');
            if (equals < 0 || !NAME.matcher(element.substring(0, equals).strip()).matches()) {
                throw wrong(key, "'" + element.strip() + "' is no element of a civic address such as A1=Berlin (RFC 5139)");
            }
            elements.put(element.substring(0, equals).strip(), element.substring(equals + 1).strip());
        }
        return Map.copyOf(elements);
    }

    /** A cell may be written with any separators; a service may stand behind the place. */
    private void route(String key, Properties properties, Map<String, PeerServer> psaps) {
        List<PeerServer> chosen = new ArrayList<>();
        for (String name : properties.getProperty(key).split(",", -1)) {
            PeerServer psap = psaps.get(name.strip());
            if (psap == null) {
                throw wrong(key, "there is no " + PSAP + name.strip() + " in this file, but " + psaps.keySet());
            }
            chosen.add(psap);
        }
        String known = key.toLowerCase(Locale.ROOT);
        if (known.startsWith(CELL)) {
            String name = known.substring(CELL.length());
            known = CELL + AccessNetwork.cell(place(name)) + name.substring(place(name).length());
        }
        routes.put(known, List.copyOf(chosen));
    }

    private static ConfigException wrong(String key, String reason) {
        return new ConfigException(EcscfSettings.FILE, key, reason);
    }

    /** @return all emergency centres that somebody is sent to */
    List<PeerServer> psaps() {
        return routes.values().stream().flatMap(List::stream).distinct().toList();
    }

    /** @return tel URI of one that is reached by telephone; nothing when it speaks SIP */
    Optional<String> number(PeerServer psap) {
        return Optional.ofNullable(numbers.get(psap));
    }

    /**
     * @param service what stands behind {@code urn:service:sos}, in lower case: "", or {@code .fire}
     * @return those for the place, and behind them those that are for everybody
     */
    Optional<Route> find(Location location, String service) {
        Optional<Route> last = route(DEFAULT, service);
        Optional<Route> near = areas(location).stream().flatMap(area -> route(AREA + area, service).stream()).findFirst()
                .or(() -> location.cells().stream().flatMap(cell -> cell(cell, service).stream()).findFirst());
        return near.map(route -> {
            Set<PeerServer> all = new LinkedHashSet<>(route.psaps());
            last.ifPresent(one -> all.addAll(one.psaps()));
            return new Route(route.key(), List.copyOf(all));
        }).or(() -> last);
    }

    private List<String> areas(Location location) {
        List<String> areas = new ArrayList<>(location.position().map(position -> polygons.keySet().stream()
                .filter(area -> position.within(polygons.get(area)))
                .sorted(Comparator.comparingDouble(area -> Position.size(polygons.get(area)))).toList()).orElse(List.of()));
        civics.entrySet().stream().filter(area -> matches(area.getValue(), location.civic()))
                .sorted(Comparator.comparingInt(area -> -area.getValue().size())).map(Map.Entry::getKey).forEach(areas::add);
        return areas;
    }

    private static boolean matches(Map<String, String> area, Map<String, String> civic) {
        return area.entrySet().stream().allMatch(element -> element.getValue().equalsIgnoreCase(civic.get(element.getKey())));
    }

    private Optional<Route> cell(String cell, String service) {
        for (int length = cell.length(); length > 0; length--) {
            Optional<Route> route = route(CELL + cell.substring(0, length), service);
            if (route.isPresent()) {
                return route;
            }
        }
        return Optional.empty();
    }

    /** RFC 5031 4.2: who has nobody for a kind of service has somebody for the one above it. */
    private Optional<Route> route(String place, String service) {
        for (String kind = service; ; kind = kind.substring(0, kind.lastIndexOf('.'))) {
            String key = place + kind;
            if (routes.containsKey(key)) {
                return Optional.of(new Route(key, routes.get(key)));
            }
            if (kind.lastIndexOf('.') < 0) {
                return Optional.empty();
            }
        }
    }
}
