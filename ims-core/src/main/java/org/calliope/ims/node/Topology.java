package org.calliope.ims.node;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Default;
import org.calliope.ims.config.Settings;

/**
 * Where the elements of this IMS are, the content of {@code conf/ims.properties}.
 *
 * @param domain      home network domain, lower case (TS 23.003 13.2)
 * @param bgcf        where calls to telephone networks break out
 * @param ecscf       where emergency calls go to an emergency centre
 * @param hss         the HSS, whose Diameter identity is {@code hss.<domain>}
 * @param hssStandIns asked in this order while the HSS before is away; their Diameter identities are
 *                    {@code hss2.<domain>}, {@code hss3.<domain>} and so on
 */
public record Topology(String domain, SipEndpoint pcscf, SipEndpoint icscf, SipEndpoint scscf, SipEndpoint bgcf,
                       SipEndpoint ecscf, DiameterEndpoint hss, List<DiameterEndpoint> hssStandIns) {

    /** Name of the file. */
    public static final String FILE = "ims.properties";
    private static final Pattern ADDRESS =
            Pattern.compile("(sip:|aaa://)([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final int SIP_PORT = 5060;
    private static final int DIAMETER_PORT = 3868;
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_HSS = 8;

    public Topology {
        hssStandIns = List.copyOf(hssStandIns);
    }

    public Topology(String domain, SipEndpoint pcscf, SipEndpoint icscf, SipEndpoint scscf, SipEndpoint bgcf,
                    SipEndpoint ecscf, DiameterEndpoint hss) {
        this(domain, pcscf, icscf, scscf, bgcf, ecscf, hss, List.of());
    }

    /** The file's keys as text. */
    record Keys(@Default("ims.example") String domain, @Default("sip:127.0.0.1:5060") String pcscf,
                @Default("sip:127.0.0.1:5062") String icscf, @Default("sip:127.0.0.1:5064") String scscf,
                @Default("sip:127.0.0.1:5066") String bgcf, @Default("sip:127.0.0.1:5068") String ecscf,
                @Default("aaa://127.0.0.1:3868") String hss) {
    }

    /**
     * @param position 0 for the HSS, 1 for the first that stands in for it
     * @return the Diameter identity of the HSS at this position
     */
    public String hssIdentity(int position) {
        return (position == 0 ? "hss." : "hss" + (position + 1) + '.') + domain;
    }

    public static Topology defaults() {
        return from(new Properties());
    }

    /** @throws ConfigException naming {@link #FILE} and the key */
    public static Topology from(Properties properties) {
        Keys keys = Settings.read(FILE, properties, Keys.class);
        List<DiameterEndpoint> servers = Arrays.stream(keys.hss().split(",", -1)).map(String::strip)
                .map(Topology::diameter).toList();
        if (servers.size() > MOST_HSS) {
            throw new ConfigException(FILE, "hss", servers.size() + " addresses are more than " + MOST_HSS);
        }
        return new Topology(keys.domain().toLowerCase(Locale.ROOT), sip("pcscf", keys.pcscf()),
                sip("icscf", keys.icscf()), sip("scscf", keys.scscf()), sip("bgcf", keys.bgcf()),
                sip("ecscf", keys.ecscf()), servers.get(0), servers.subList(1, servers.size()));
    }

    /** @return those of the elements that speak SIP */
    public List<SipEndpoint> sipElements() {
        return List.of(pcscf, icscf, scscf, bgcf, ecscf);
    }

    private static SipEndpoint sip(String key, String uri) {
        Matcher parts = parts(key, uri, "sip:");
        return new SipEndpoint(parts.group(2), port(key, parts.group(3), SIP_PORT));
    }

    private static DiameterEndpoint diameter(String uri) {
        Matcher parts = parts("hss", uri, "aaa://");
        return new DiameterEndpoint(parts.group(2), port("hss", parts.group(3), DIAMETER_PORT));
    }

    private static Matcher parts(String key, String uri, String scheme) {
        Matcher matcher = ADDRESS.matcher(uri);
        if (!matcher.matches() || !matcher.group(1).equals(scheme)) {
            throw new ConfigException(FILE, key, "'" + uri + "' is no address such as " + scheme + "127.0.0.1:"
                    + (scheme.equals("sip:") ? SIP_PORT : DIAMETER_PORT));
        }
        return matcher;
    }

    private static int port(String key, String digits, int byDefault) {
        int port = digits == null ? byDefault : Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new ConfigException(FILE, key, "port " + port + " is not within 1 to " + HIGHEST_PORT);
        }
        return port;
    }
}
