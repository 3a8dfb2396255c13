package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 16: which servlet of an application gets a request. Rules are tried in the descriptor's order. */
class MappingTest {

    @RegisterExtension
    static final Application APP = mapped("mapping",
        "Equal", equal("request.method", "SUBSCRIBE"),
        "IgnoringCase", "<equal ignore-case=\"true\"><var>request.uri.param.colour</var><value>RED</value></equal>",
        "CaseCounts", equal("request.uri.param.shade", "DARK"),
        "Contains", "<contains><var>request.from.display-name</var><value>Bond</value></contains>",
        "Exists", "<exists><var>request.uri.param.present</var></exists>",
        "Subdomain", "<subdomain-of><var>request.from.uri.host</var><value>example.com</value></subdomain-of>",
        "Not", "<and>" + equal("request.method", "PUBLISH") + "<not>" + equal("request.from.uri.user", "peer") + "</not></and>",
        "And", "<and>" + equal("request.method", "PUBLISH") + equal("request.from.uri.user", "peer") + "</and>",
        "Or", "<or>" + equal("request.to.uri.user", "first") + equal("request.to.uri.user", "second") + "</or>",
        "Tel", equal("request.to.uri.tel", "358555"),
        "Scheme", equal("request.to.uri.scheme", "sips"),
        "Last", equal("request.uri.scheme", "sip"));

    @RegisterExtension
    static final Application UNMATCHED = mapped("unmatched", "Never", equal("request.method", "SUBSCRIBE"));

    @RegisterExtension
    static final Application MAIN = Application.declared("mainservlet",
        "<servlet-selection><main-servlet>Second</main-servlet></servlet-selection>"
            + Application.servlet("First", Named.class) + Application.servlet("Second", Named.class), Named.class);

    @RegisterExtension
    static final Application ALONE = Application.declared("alone", Application.servlet("Only", Named.class), Named.class);

    private static String equal(String variable, String value) {
        return "<equal><var>" + variable + "</var><value>" + value + "</value></equal>";
    }

    private static Application mapped(String name, String... rules) {
        StringBuilder mappings = new StringBuilder("<servlet-selection>");
        StringBuilder servlets = new StringBuilder();
        for (int i = 0; i < rules.length; i += 2) {
            mappings.append("<servlet-mapping><servlet-name>").append(rules[i]).append("</servlet-name><pattern>")
                .append(rules[i + 1]).append("</pattern></servlet-mapping>");
            servlets.append(Application.servlet(rules[i], Named.class));
        }
        return Application.declared(name, mappings.append("</servlet-selection>").append(servlets).toString(), Named.class);
    }

    /** Answers with its name. */
    public static class Named extends SipServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doRequest(SipServletRequest request) throws IOException {
            if (!request.getMethod().equals("ACK")) {
                SipServletResponse response = request.createResponse(200);
                response.setExpires(60);
                response.setHeader("X-Servlet", getServletName());
                response.send();
            }
        }
    }

    private static String servlet(Application application, String method, UnaryOperator<SipMessage> change) {
        try (Peer peer = Peer.udp()) {
            SipMessage request = change.apply(peer.request(method, application)).with("Event", "presence");
            return peer.exchange(request).required("X-Servlet");
        }
    }

    private static String message(UnaryOperator<SipMessage> change) {
        return servlet(APP, "MESSAGE", change);
    }

    private static UnaryOperator<SipMessage> uri(String parameter) {
        return m -> m.withStartLine(m.method() + " " + m.requestUri() + parameter + " SIP/2.0");
    }

    @Test
    void equalComparesAVariable_16_2() {
        assertThat(servlet(APP, "SUBSCRIBE", m -> m)).isEqualTo("Equal");
    }

    @Test
    void caseCountsUnlessItIsIgnored_16_2() {
        assertThat(message(uri(";colour=red"))).isEqualTo("IgnoringCase");
        assertThat(message(uri(";shade=dark"))).isEqualTo("Last");
        assertThat(message(uri(";shade=DARK"))).isEqualTo("CaseCounts");
    }

    @Test
    void containsFindsAPart_16_2() {
        assertThat(message(m -> m.replace("From", "\"James Bond 007\" " + m.required("From")))).isEqualTo("Contains");
    }

    @Test
    void existsNeedsTheVariable_16_2() {
        assertThat(message(uri(";present=1"))).isEqualTo("Exists");
        assertThat(message(m -> m)).isEqualTo("Last");
    }

    @Test
    void subdomainOfTakesTheDomainAndWhatIsBelow_16_2() {
        Stream.of("example.com", "a.example.com", "b.a.example.com").forEach(host ->
            assertThat(message(m -> m.replace("From", "<sip:x@" + host + ">;tag=1"))).as(host).isEqualTo("Subdomain"));
        Stream.of("badexample.com", "example.com.org").forEach(host ->
            assertThat(message(m -> m.replace("From", "<sip:x@" + host + ">;tag=1"))).as(host).isEqualTo("Last"));
    }

    @Test
    void conditionsAreJoined_16_2() {
        assertThat(servlet(APP, "PUBLISH", m -> m)).isEqualTo("And");
        assertThat(servlet(APP, "PUBLISH", m -> m.replace("From", "<sip:somebody@127.0.0.1>;tag=1"))).isEqualTo("Not");
        assertThat(message(m -> m.replace("To", "<sip:first@example.org>"))).isEqualTo("Or");
        assertThat(message(m -> m.replace("To", "<sip:second@example.org>"))).isEqualTo("Or");
    }

    @Test
    void theNumberOfATelUriIsAVariable_16_2() {
        assertThat(message(m -> m.replace("To", "<tel:+358555>"))).isEqualTo("Tel");
    }

    @Test
    void theSchemeOfAUriIsAVariable_16_2() {
        assertThat(message(m -> m.replace("To", "<sips:a@example.org>"))).isEqualTo("Scheme");
    }

    @Test
    void theFirstRuleThatMatchesWins_16_2() {
        assertThat(servlet(APP, "SUBSCRIBE", m -> uri(";present=1;colour=red").apply(m))).isEqualTo("Equal");
        assertThat(message(uri(";present=1;colour=red"))).isEqualTo("IgnoringCase");
    }

    @Test
    void theMainServletGetsWhatThereIsNoRuleFor_16_2() {
        assertThat(servlet(MAIN, "MESSAGE", m -> m)).isEqualTo("Second");
    }

    @Test
    void theOnlyServletIsTheMainServlet_16_2() {
        assertThat(servlet(ALONE, "MESSAGE", m -> m)).isEqualTo("Only");
    }

    @Test
    void aRequestNoRuleMatchesIsRefused_16_2() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("MESSAGE", UNMATCHED)).status()).isGreaterThanOrEqualTo(400);
            assertThat(servlet(UNMATCHED, "SUBSCRIBE", m -> m)).isEqualTo("Never");
        }
    }
}
