package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TelURL;
import javax.servlet.sip.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 4: addresses and URIs. */
class AddressTest {

    @RegisterExtension
    static final Application APP = Application.of("address", Addresses.class);

    /** What the tests ask for, by name. */
    public static class Addresses extends Probe {

        private static final long serialVersionUID = 1L;

        public String address(SipServletRequest r) throws ServletParseException {
            Address a = factory().createAddress("\"Bob Jones\" <sip:bob@example.com;transport=tcp>;tag=7;q=0.7;expires=60");
            return a.getDisplayName() + "|" + a.getURI() + "|" + a.getParameter("tag") + "|" + a.getQ() + "|" + a.getExpires();
        }

        public String addressParts(SipServletRequest r) {
            Address a = factory().createAddress(factory().createSipURI("bob", "example.com"), "Bob");
            a.setQ(0.5f);
            a.setExpires(30);
            a.setParameter("x", "y");
            a.setDisplayName("Robert");
            String text = a.toString();
            a.removeParameter("x");
            return text + "|" + a.getParameter("x");
        }

        public String wildcard(SipServletRequest r) throws ServletParseException {
            return factory().createAddress("*").isWildcard() + " " + factory().createAddress("<sip:a@b>").isWildcard();
        }

        public String unset(SipServletRequest r) throws ServletParseException {
            Address a = factory().createAddress("<sip:a@b>");
            return a.getQ() + " " + a.getExpires() + " " + a.getDisplayName();
        }

        public String badQ(SipServletRequest r) throws ServletParseException {
            factory().createAddress("<sip:a@b>").setQ(1.5f);
            return "set";
        }

        public String brokenAddress(SipServletRequest r) throws ServletParseException {
            return factory().createAddress("<sip:a@b").toString();
        }

        public String brokenUri(SipServletRequest r) throws ServletParseException {
            return factory().createURI("sip:").toString();
        }

        public String sameAddress(SipServletRequest r) throws ServletParseException {
            return factory().createAddress("\"A\" <sip:a@example.com>;x=1").equals(factory().createAddress("\"B\" <sip:a@EXAMPLE.com>;x=1"))
                + " " + factory().createAddress("<sip:a@example.com>;x=1").equals(factory().createAddress("<sip:a@example.com>;x=2"));
        }

        public String clones(SipServletRequest r) throws ServletParseException {
            Address a = factory().createAddress("<sip:a@example.com>;tag=1");
            Address b = (Address) a.clone();
            ((SipURI) b.getURI()).setUser("b");
            b.setParameter("x", "1");
            return a.getURI() + " " + a.getParameter("x") + " " + b.getParameter("tag");
        }

        public String fromTag(SipServletRequest r) {
            r.getFrom().setParameter("tag", "other");
            return "set";
        }

        public String parameterable(SipServletRequest r) throws ServletParseException {
            Parameterable p = factory().createParameterable("presence;a=1;b");
            p.setParameter("c", "3");
            p.removeParameter("a");
            List<String> names = new ArrayList<>();
            for (Iterator<String> i = p.getParameterNames(); i.hasNext();) {
                names.add(i.next());
            }
            return p.getValue() + " " + names.stream().sorted().toList() + " " + p.getParameter("a") + " " + p.getParameter("c");
        }

        public String parameterableHeaders(SipServletRequest r) throws ServletParseException {
            StringBuilder all = new StringBuilder(r.getParameterableHeader("Accept").getValue());
            ListIterator<? extends Parameterable> i = r.getParameterableHeaders("Accept");
            while (i.hasNext()) {
                all.append(' ').append(i.next().getParameter("q"));
            }
            return all.toString();
        }

        public String uri(SipServletRequest r) throws ServletParseException {
            SipURI u = (SipURI) factory().createURI("sips:al%20ice:pass@example.com:5071;transport=tcp;lr;maddr=10.0.0.1;user=phone;method=INVITE?Subject=a%20b&Priority=urgent");
            return String.join("|", u.getScheme(), u.isSipURI() + "", u.isSecure() + "", u.getUser(), u.getUserPassword(), u.getHost(),
                u.getPort() + "", u.getTransportParam(), u.getLrParam() + "", u.getMAddrParam(), u.getUserParam(),
                u.getMethodParam(), u.getHeader("Subject"), u.getHeader("Priority"));
        }

        public String buildUri(SipServletRequest r) {
            SipURI u = factory().createSipURI("bob", "example.com");
            u.setPort(5080);
            u.setSecure(true);
            u.setLrParam(true);
            u.setTransportParam("tcp");
            u.setParameter("x", "1");
            String full = u.toString();
            u.setSecure(false);
            u.setLrParam(false);
            u.removeParameter("x");
            u.setPort(-1);
            return full + "|" + u;
        }

        public String escapes(SipServletRequest r) throws ServletParseException {
            SipURI u = factory().createSipURI("a b@c", "example.com");
            u.setParameter("p", "x;y");
            SipURI again = (SipURI) factory().createURI(u.toString());
            return u + "|" + again.getUser() + "|" + again.getParameter("p");
        }

        public String sameUri(SipServletRequest r) throws ServletParseException {
            StringBuilder all = new StringBuilder();
            String[][] pairs = {{"sip:alice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
                {"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
                {"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
                {"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
                {"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"}, {"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
                {"sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"}, {"sip:a@b.com", "sips:a@b.com"}};
            for (String[] pair : pairs) {
                all.append(factory().createURI(pair[0]).equals(factory().createURI(pair[1])) ? '=' : '!');
            }
            return all.toString();
        }

        public String tel(SipServletRequest r) throws ServletParseException {
            TelURL t = (TelURL) factory().createURI("tel:+358-555-1234567;postd=pp22");
            TelURL local = (TelURL) factory().createURI("tel:7042;phone-context=example.com");
            return t.getPhoneNumber() + "|" + t.isGlobal() + "|" + t.getParameter("postd") + "|" + t.isSipURI() + "|" + t.getScheme()
                + "|" + local.getPhoneNumber() + "|" + local.isGlobal() + "|" + local.getPhoneContext();
        }

        public String telSet(SipServletRequest r) throws ServletParseException {
            TelURL t = (TelURL) factory().createURI("tel:+3585551234567");
            t.setPhoneNumber("+3585557654321");
            t.setParameter("postd", "22");
            return t.toString();
        }

        public String otherScheme(SipServletRequest r) throws ServletParseException {
            URI u = factory().createURI("im:alice@example.com");
            return u.getScheme() + " " + u.isSipURI() + " " + u;
        }

        public String ipv6(SipServletRequest r) throws ServletParseException {
            SipURI u = (SipURI) factory().createURI("sip:a@[2001:db8::1]:5080");
            return u.getHost() + " " + u.getPort() + " " + u;
        }
    }

    private static String ask(String what, String... headers) {
        return Probe.of(APP, what, headers);
    }

    @Test
    void anAddressIsReadWithNameUriAndParameters_4_1() {
        assertThat(ask("address")).isEqualTo("Bob Jones|sip:bob@example.com;transport=tcp|7|0.7|60");
    }

    @Test
    void anAddressIsBuiltOfItsParts_4_1() {
        assertThat(ask("addressParts")).startsWith("\"Robert\" <sip:bob@example.com>").contains(";q=0.5").contains(";expires=30")
            .contains(";x=y").endsWith("|null");
    }

    @Test
    void theWildcardOfAContactIsAnAddress_4_1_3() {
        assertThat(ask("wildcard")).isEqualTo("true false");
    }

    @Test
    void whatAnAddressHasNotIsMinusOneOrNull_4_1() {
        assertThat(ask("unset")).isEqualTo("-1.0 -1 null");
    }

    @Test
    void aQOutsideNoughtToOneIsRefused_4_1() {
        assertThat(ask("badQ")).isEqualTo("IllegalArgumentException");
    }

    @Test
    void whatIsNoAddressOrUriIsAServletParseException_4_1() {
        assertThat(ask("brokenAddress")).isEqualTo("ServletParseException");
        assertThat(ask("brokenUri")).isEqualTo("ServletParseException");
    }

    @Test
    void addressesAreComparedByUriAndParameters_4_1() {
        assertThat(ask("sameAddress")).isEqualTo("true false");
    }

    @Test
    void aCloneIsDeep_4_1() {
        assertThat(ask("clones")).isEqualTo("sip:a@example.com null 1");
    }

    @Test
    void theTagOfFromIsTheContainers_4_1_2() {
        assertThat(ask("fromTag")).isEqualTo("IllegalStateException");
    }

    @Test
    void aParameterableHasAValueAndParameters_4_1_1() {
        assertThat(ask("parameterable")).isEqualTo("presence [b, c] null 3");
    }

    @Test
    void parameterableHeadersAreReadOneByOne_4_1_1() {
        assertThat(ask("parameterableHeaders", "Accept", "text/plain;q=0.3, text/html;q=0.7")).isEqualTo("text/plain 0.3 0.7");
    }

    @Test
    void aSipUriHasItsParts_4_2_1() {
        assertThat(ask("uri")).isEqualTo("sips|true|true|al ice|pass|example.com|5071|tcp|true|10.0.0.1|phone|INVITE|a b|urgent");
    }

    @Test
    void aSipUriIsBuiltAndTakenBack_4_2_1() {
        assertThat(ask("buildUri")).startsWith("sips:bob@example.com:5080;").contains(";lr").contains(";x=1")
            .endsWith("|sip:bob@example.com;transport=tcp");
    }

    @Test
    void whatAUriMayNotHoldIsEscaped_4_2_1() {
        assertThat(ask("escapes")).isEqualTo("sip:a%20b%40c@example.com;p=x%3By|a b@c|x;y");
    }

    @Test
    void sipUrisAreComparedAsRfc3261Says_4_2_1_RFC3261_19_1_4() {
        assertThat(ask("sameUri")).isEqualTo("===!!!!!");
    }

    @Test
    void aTelUrlIsGlobalOrHasAContext_4_2_2() {
        assertThat(ask("tel")).isEqualTo("358-555-1234567|true|pp22|false|tel|7042|false|example.com");
    }

    @Test
    void aTelUrlIsChanged_4_2_2() {
        assertThat(ask("telSet")).isEqualTo("tel:+3585557654321;postd=22");
    }

    @Test
    void aUriOfAnotherSchemeIsKept_4_2() {
        assertThat(ask("otherScheme")).isEqualTo("im false im:alice@example.com");
    }

    @Test
    void anIpv6HostKeepsItsBrackets_4_2_1() {
        assertThat(ask("ipv6")).isEqualTo("[2001:db8::1] 5080 sip:a@[2001:db8::1]:5080");
    }
}
