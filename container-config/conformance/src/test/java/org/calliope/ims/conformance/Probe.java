package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import javax.servlet.ServletException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * A servlet that does what the request's X-Do names, a public method {@code String name(SipServletRequest)} of the
 * class that extends it, and answers 200 with what that returns in X-Result; of an exception the class's short name.
 */
public abstract class Probe extends SipServlet {

    /** What a method returns that has answered itself. */
    protected static final String ANSWERED = "answered";
    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        if (request.getMethod().equals("ACK")) {
            return;
        }
        String result = run(request);
        if (!result.equals(ANSWERED)) {
            SipServletResponse response = request.createResponse(200);
            response.setHeader("X-Result", result);
            response.send();
        }
    }

    private String run(SipServletRequest request) throws ServletException {
        String what = request.getHeader("X-Do");
        if (what == null) {
            return "";
        }
        try {
            return String.valueOf(getClass().getMethod(what, SipServletRequest.class).invoke(this, request));
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
    }

    protected SipFactory factory() {
        return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
    }

    protected TimerService timers() {
        return (TimerService) getServletContext().getAttribute(TIMER_SERVICE);
    }

    protected SipSessionsUtil sessions() {
        return (SipSessionsUtil) getServletContext().getAttribute(SIP_SESSIONS_UTIL);
    }

    /** Has the application do something with a MESSAGE, and gives what it said. */
    static String of(Application application, String what, String... headers) {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("MESSAGE", application).with("X-Do", what);
            for (int i = 0; i < headers.length; i += 2) {
                request = request.with(headers[i], headers[i + 1]);
            }
            return of(peer, request);
        }
    }

    static String of(Peer peer, SipMessage request) {
        SipMessage response = peer.exchange(request);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return response.required("X-Result");
    }
}
