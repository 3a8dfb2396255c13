package org.calliope.ims.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.calliope.ims.testkit.wire.MalformedMessage;
import org.calliope.ims.testkit.wire.SipUri;
import org.calliope.ims.testkit.wire.Transport;

/**
 * What the demo was asked for on its command line.
 *
 * @param proxyHost where the P-CSCF listens
 */
record DemoOptions(String console, String proxyHost, int proxyPort, String domain, Transport transport,
                   boolean details, boolean help) {
    static final String USAGE = """
            usage: ims demo [option value ...]

            Registers alice and bob with scripted telephones, lets alice call bob and send a
            message, shows a refused registration, and prints the ladders from the trace.

              --console URL       the console (default: http://localhost:8080)
              --proxy HOST:PORT   the P-CSCF (default: 127.0.0.1:5060)
              --domain NAME       the home domain (default: ims.example)
              --transport udp|tcp how the telephones connect (default: udp)
              --details           show all that each decision looked at
              --home DIRECTORY    take the three addresses from the server's conf/ there
              --help              this text
            """;

    /** A command line nobody can act on; the message is one sentence. */
    static final class Unusable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    static DemoOptions parse(String... args) {
        DemoOptions options = new DemoOptions("http://localhost:8080", "127.0.0.1", 5060, "ims.example", Transport.UDP,
                false, false);
        List<String> words = List.of(args);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--help") || word.equals("-h")) {
                return options.with(options.details, true);
            } else if (word.equals("--details")) {
                options = options.with(true, false);
            } else if (i + 1 == words.size()) {
                throw new Unusable(word + " needs a value, or is no option; --help lists them");
            } else {
                options = options.with(word, words.get(++i));
            }
        }
        return options;
    }

    private DemoOptions with(boolean allDetails, boolean helpWanted) {
        return new DemoOptions(console, proxyHost, proxyPort, domain, transport, allDetails, helpWanted);
    }

    private DemoOptions with(String option, String value) {
        return switch (option) {
            case "--console" -> new DemoOptions(value, proxyHost, proxyPort, domain, transport, details, help);
            case "--proxy" -> withProxy("sip:" + value);
            case "--domain" -> new DemoOptions(console, proxyHost, proxyPort, value, transport, details, help);
            case "--transport" -> new DemoOptions(console, proxyHost, proxyPort, domain, transport(value), details, help);
            case "--home" -> withHome(Path.of(value));
            default -> throw new Unusable("there is no option " + option + "; --help lists them");
        };
    }

    private DemoOptions withProxy(String uri) {
        try {
            SipUri proxy = SipUri.parse(uri);
            return new DemoOptions(console, proxy.host(), proxy.portOrDefault(), domain, transport, details, help);
        } catch (MalformedMessage e) {
            throw new Unusable("--proxy wants HOST:PORT, not " + uri.substring(4));
        }
    }

    private static Transport transport(String value) {
        if (!value.matches("udp|tcp")) {
            throw new Unusable("--transport is udp or tcp, not " + value);
        }
        return value.equals("udp") ? Transport.UDP : Transport.TCP;
    }

    private DemoOptions withHome(Path home) {
        Properties ims = read(home.resolve("conf").resolve("ims.properties"));
        Properties server = read(home.resolve("conf").resolve("server.properties"));
        String web = "http://" + server.getProperty("http-address", "localhost").trim() + ":"
                + server.getProperty("http-port", "8080").trim();
        return new DemoOptions(web, proxyHost, proxyPort, ims.getProperty("domain", domain).trim(), transport, details, help)
                .withProxy(ims.getProperty("pcscf", "sip:127.0.0.1:5060").trim());
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new Unusable("cannot read " + file + ": " + e.getMessage());
            }
        }
        return properties;
    }
}
