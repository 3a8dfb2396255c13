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
 * numbers.berlin = +49 0, + 00
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
    private static final String NUMBERS_OF = "numbers.";
    private static final String PREFIX = "prefix.";
    private static final String DOMAIN = "domain.";
    private static final String TRUNK = "trunk.";
    private static final Pattern CHOICE = Pattern.compile("(\\S+)(?:\\s+([0-9]{1,5})(?:\\s+([0-9]{1,5}))?)?");
    private static final Pattern NUMBERS = Pattern.compile("\\+?[0-9a-f*#]+|\\*");
    private static final int MOST = 65_535;

    private final Map<String, List<Choice>> routes = new TreeMap<>();
    private final Map<String, NumberRules> numbers = new TreeMap<>();

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
            if (key.startsWith(NUMBERS_OF)) {
                String gateway = key.substring(NUMBERS_OF.length());
                known(key, gateway, gateways);
                numbers.put(gateway, new NumberRules(key, properties.getProperty(key)));
            }
            if (isRoute(key)) {
                routes.put(key.toLowerCase(Locale.ROOT), choices(key, properties.getProperty(key), gateways));
            }
        }
    }

    /** @return the keys that are not this table's */
    static Properties others(Properties properties) {
        Properties others = new Properties();
        properties.stringPropertyNames().stream().filter(key -> !key.startsWith(GATEWAY) && !key.startsWith(NUMBERS_OF) && !isRoute(key))
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
            choices.add(new Choice(known(key, parts.group(1), gateways), number(key, parts.group(2)), number(key, parts.group(3))));
        }
        return List.copyOf(choices);
    }

    private static PeerServer known(String key, String name, Map<String, PeerServer> gateways) {
        PeerServer gateway = gateways.get(name);
        if (gateway == null) {
            throw wrong(key, "there is no " + GATEWAY + name + " in this file, but " + gateways.keySet());
        }
        return gateway;
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

    /**
     * The Request-URI that a gateway gets which wants numbers in another form than the one they have here: the number at its address.
     *
     * @return nothing when the gateway takes the Request-URI as it is, or that names no number
     */
    Optional<String> rewritten(String requestUri, PeerServer gateway) {
        return Optional.ofNullable(numbers.get(gateway.name())).flatMap(rules -> TelephoneNumber.of(requestUri)
                .map(number -> rules.apply(number.number())).map(number -> {
                    String uri = "sip:" + number.replace("#", "%23") + '@' + gateway.hostPort();
                    return number.startsWith("+") ? uri + ";user=phone" : uri; // RFC 3966 5.1.5: a local number would need its context
                }));
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
