package org.calliope.ims.conformance;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Notes the certificates of what it gets; answers, proxies to X-To, or calls that one when it is started. */
public class ScriptedTls extends ScriptedAgent {

    private static final long serialVersionUID = 1L;

    private static void noteCertificates(SipServletMessage message, String kind) {
        X509Certificate[] chain = (X509Certificate[]) message.getAttribute("javax.servlet." + kind + ".X509Certificate");
        note(message, message.getMethod() + " " + kind + " secure=" + message.isSecure() + " " + (chain == null ? "none"
            : Stream.of(chain).map(c -> c.getSubjectX500Principal().getName()).collect(Collectors.joining(" by "))));
    }

    @Override
    protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
        create(start, "INVITE").send();
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        super.doRequest(request);
        noteCertificates(request, "request");
        if (request.getMethod().equals("ACK")) {
            return;
        } else if (action(request).equals("proxy") && request.isInitial()) {
            request.getProxy().proxyTo(factory().createURI(request.getHeader("X-To")));
        } else if (!request.getMethod().equals("START")) {
            request.createResponse(200).send();
        }
    }

    @Override
    protected void doResponse(SipServletResponse response) throws IOException {
        noteCertificates(response, "response");
        if (response.getProxy() == null && response.getMethod().equals("INVITE") && response.getStatus() == 200) {
            response.createAck().send();
            response.getSession().createRequest("BYE").send();
        }
    }

    /** Answered above. */
    @Override
    protected void doInvite(SipServletRequest request) { }

    @Override
    protected void doBye(SipServletRequest request) { }

    @Override
    protected void doMessage(SipServletRequest request) { }
}
