package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import javax.annotation.Resource;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSession.Protocol;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 13: HTTP and SIP in one application. */
class ConvergedTest {

    @RegisterExtension
    static final Application APP = Application.declared("converged", "<servlet-selection><main-servlet>Main</main-servlet></servlet-selection>"
        + Application.servlet("Main", Sip.class), Sip.class, Web.class)
        .webXml("<servlet><servlet-name>web</servlet-name><servlet-class>" + Web.class.getName() + "</servlet-class></servlet>"
            + "<servlet-mapping><servlet-name>web</servlet-name><url-pattern>/web</url-pattern></servlet-mapping>");

    /** The SIP side. */
    public static class Sip extends Probe {

        private static final long serialVersionUID = 1L;

        public String encode(SipServletRequest r) throws Exception {
            r.getApplicationSession().setAttribute("said", "hello");
            return r.getApplicationSession().encodeURL(new java.net.URL("http://127.0.0.1:1/converged/web?do=joined")).toString();
        }

        public String http(SipServletRequest r) {
            Iterator<?> all = r.getApplicationSession().getSessions("HTTP");
            return all.hasNext() ? ((HttpSession) all.next()).getId() : "none";
        }

        @Override
        protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
            response.createAck().send();
            Events.note("converged", "answered " + response.getApplicationSession().getAttribute("who"));
        }
    }

    /** The HTTP side. */
    public static class Web extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Resource
        private transient SipFactory factory;
        @Resource
        private transient SipSessionsUtil sessions;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            response.getWriter().print(run(request, String.valueOf(request.getParameter("do"))));
        }

        private String run(HttpServletRequest request, String what) throws IOException, ServletException {
            ConvergedHttpSession http = (ConvergedHttpSession) request.getSession();
            switch (what) {
                case "factory":
                    return factory.equals(getServletContext().getAttribute(SipServlet.SIP_FACTORY)) + " " + (factory.createURI("sip:a@b") != null);
                case "session":
                    SipApplicationSession a = http.getApplicationSession();
                    boolean listed = a.getSessions("HTTP").hasNext() && ((HttpSession) a.getSessions("HTTP").next()).getId().equals(http.getId());
                    return a.getApplicationName() + " " + a.equals(http.getApplicationSession()) + " " + listed + " "
                        + (a.getSession(http.getId(), Protocol.HTTP) != null);
                case "joined":
                    return String.valueOf(http.getApplicationSession().getAttribute("said"));
                case "byid":
                    return "" + http.getApplicationSession().equals(sessions.getApplicationSessionById(http.getApplicationSession().getId()));
                case "url":
                    return http.encodeURL("/x?y=1") + " " + http.encodeURL("/web", "http");
                case "call":
                    http.getApplicationSession().setAttribute("who", "web");
                    factory.createRequest(http.getApplicationSession(), "INVITE", "sip:converged@example.com", request.getParameter("to")).send();
                    return "called";
                case "end":
                    SipApplicationSession ended = http.getApplicationSession();
                    http.invalidate();
                    return "" + ended.getSessions("HTTP").hasNext();
                default:
                    return "nothing";
            }
        }
    }

    private static HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(Suite.http("/converged/web?do=" + query))).build(), BodyHandlers.ofString());
    }

    @Test
    void anHttpServletHasTheSipFactory_13_2() throws Exception {
        assertThat(get("factory").body()).isEqualTo("true true");
    }

    @Test
    void anHttpSessionBelongsToAnApplicationSession_13_5() throws Exception {
        assertThat(get("session").body()).isEqualTo("converged true true true");
    }

    @Test
    void anHttpServletFindsAnApplicationSessionByItsId_13_3() throws Exception {
        assertThat(get("byid").body()).isEqualTo("true");
    }

    @Test
    void anHttpSessionThatEndsLeavesItsApplicationSession_13_5() throws Exception {
        assertThat(get("end").body()).isEqualTo("false");
    }

    @Test
    void urlsAreEncodedOutsideARequest_13_7() throws Exception {
        assertThat(get("url").body()).matches("/x;jsessionid=\\w+\\?y=1 http://127.0.0.1:\\d+/converged/web;jsessionid=\\w+");
    }

    /** The URL is made on the SIP side; who follows it gets into the same application session. */
    @Test
    void anEncodedUrlLeadsIntoTheApplicationSession_13_4() throws Exception {
        try (Peer peer = Peer.udp()) {
            SipMessage invite = peer.request("INVITE", APP).with("X-Do", "encode");
            SipMessage ok = peer.exchange(invite);
            peer.send(peer.ack(invite, ok));
            URI uri = URI.create(ok.required("X-Result"));
            String path = uri.getRawPath() + "?" + uri.getRawQuery();
            HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(Suite.http(path))).build(), BodyHandlers.ofString());
            assertThat(response.body()).as(path).isEqualTo("hello");
            peer.exchange(peer.within(invite, ok, "BYE", 2));
        }
    }

    @Test
    void anHttpServletStartsACall_13_2() throws Exception {
        try (Peer bob = Peer.udp()) {
            assertThat(get("call&to=" + java.net.URLEncoder.encode(bob.uri(), java.nio.charset.StandardCharsets.UTF_8)).body()).isEqualTo("called");
            SipMessage invite = bob.await("INVITE");
            bob.send(bob.response(invite, 200));
            bob.await("ACK");
            Events.await("converged", "answered web");
        }
    }
}
