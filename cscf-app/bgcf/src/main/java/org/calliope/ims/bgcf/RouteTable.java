package org.calliope.ims.bgcf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.element.PeerServer;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.TelephoneNumber;

/**
 * The gateways and routes of conf/bgcf.properties, TS 24.229 5.6.2:
 *
 * <pre>
 * gateway.berlin = sip:192.0.2.10:5060;transport=tcp untrusted
 * prefix.+49 = berlin 1 70, hamburg 1 30, munich 2
 * prefix.* = munich
 * domain.other.example = berlin
 * trunk.tg1@gw.example = hamburg
 * </pre>
 *
 * A trunk group goes before the number, and of the prefixes the longest counts: of the routing number when there is one
 * (RFC 4694). Immutable.
 */
final class RouteTable {

    private static final String GATEWAY = "gateway.";
    private static final String PREFIX = "prefix.";
    private static final String DOMAIN = "domain.";
    private static final String TRUNK = "trunk.";
    private static final Pattern CHOICE = Pattern.compile("(\\S+)(?:\\s+([0-9]{1,5})(?:\\s+([0-9]{1,5}))?)?");
    private static final Pattern NUMBERS = Pattern.compile("\\+?[0-9a-f*#]+|\\*");
    private static final int MOST = 65_535;

    private final Map<String, List<Choice>> routes = new TreeMap<>();

    /** @param key of the file, which has chosen them */
    record Route(String key, List<Choice> choices) {
    }

    /**
     * @param properties the whole file
     * @throws ConfigException naming the key
     */
    RouteTable(Properties properties) {
        Map<String, PeerServer> gateways = new TreeMap<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (key.startsWith(GATEWAY)) {
                String name = key.substring(GATEWAY.length());
                gateways.put(name, PeerServer.parse(BgcfSettings.FILE, key, name, properties.getProperty(key)));
            }
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (key.startsWith(PREFIX) && !NUMBERS.matcher(key.substring(PREFIX.length())).matches()) {
                throw wrong(key, "'" + key.substring(PREFIX.length()) + "' is no beginning of a number such as +49, nor *");
            }
            if (isRoute(key)) {
                routes.put(key.toLowerCase(Locale.ROOT), choices(key, properties.getProperty(key), gateways));
            }
        }
    }

    /** @return the keys that are not this table's */
    static Properties others(Properties properties) {
        Properties others = new Properties();
        properties.stringPropertyNames().stream().filter(key -> !key.startsWith(GATEWAY) && !isRoute(key))
                .forEach(key -> others.setProperty(key, properties.getProperty(key)));
        return others;
    }

    private static boolean isRoute(String key) {
        return key.startsWith(PREFIX) || key.startsWith(DOMAIN) || key.startsWith(TRUNK);
    }

    private static List<Choice> choices(String key, String value, Map<String, PeerServer> gateways) {
        List<Choice> choices = new ArrayList<>();
        for (String item : value.split(",", -1)) {
            Matcher parts = CHOICE.matcher(item.strip());
            if (!parts.matches()) {
                throw wrong(key, "'" + item.strip() + "' is no gateway with its priority and weight, such as berlin 1 70");
            }
            PeerServer gateway = gateways.get(parts.group(1));
            if (gateway == null) {
                throw wrong(key, "there is no " + GATEWAY + parts.group(1) + " in this file, but " + gateways.keySet());
            }
            choices.add(new Choice(gateway, number(key, parts.group(2)), number(key, parts.group(3))));
        }
        return List.copyOf(choices);
    }

    private static int number(String key, String digits) {
        int number = digits == null ? 1 : Integer.parseInt(digits);
        if (number > MOST) {
            throw wrong(key, number + " is more than " + MOST);
        }
        return number;
    }

    private static ConfigException wrong(String key, String reason) {
        return new ConfigException(BgcfSettings.FILE, key, reason);
    }

    /** @return all gateways that a route names */
    List<PeerServer> gateways() {
        return routes.values().stream().flatMap(List::stream).map(Choice::gateway).distinct().toList();
    }

    /** @param requestUri that {@link PublicIdentity} takes */
    Optional<Route> find(String requestUri) {
        Optional<TelephoneNumber> number = TelephoneNumber.of(requestUri);
        if (number.isEmpty()) {
            return route(DOMAIN + PublicIdentity.parse(requestUri).host());
        }
        return number.get().trunkGroup().flatMap(group -> route(TRUNK + group))
                .or(() -> longest(number.get().routingNumber().orElse(number.get().number()))).or(() -> route(PREFIX + '*'));
    }

    private Optional<Route> longest(String number) {
        for (int length = number.length(); length > 0; length--) {
            Optional<Route> route = route(PREFIX + number.substring(0, length));
            if (route.isPresent()) {
                return route;
            }
        }
        return Optional.empty();
    }

    private Optional<Route> route(String key) {
        return Optional.ofNullable(routes.get(key)).map(choices -> new Route(key, choices));
    }
}
