package org.calliope.ims.container.context;

import java.io.IOException;
import java.text.ParseException;
import javax.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SessionManagerUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever follows a URL that {@code SipApplicationSession.encodeURL} has made comes into that application session with
 * the HTTP session (JSR 289 13.4). An HTTP session that belongs to another one stays there.
 */
final class EncodedUrlValve extends ValveBase {

    private static final Logger LOG = LoggerFactory.getLogger(EncodedUrlValve.class);
    private static final String KEY = MobicentsSipApplicationSession.SIP_APPLICATION_KEY_PARAM_NAME;

    private final ConvergedManager manager;

    EncodedUrlValve(ConvergedManager manager) {
        super(true);
        this.manager = manager;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String query = request.getQueryString();
        if (query != null && query.contains(KEY)) {
            join(request, request.getParameter(KEY));
        }
        getNext().invoke(request, response);
    }

    private void join(Request request, String key) {
        try {
            MobicentsSipApplicationSession application = key == null ? null
                : manager.getSipApplicationSession(SessionManagerUtil.parseSipApplicationSessionKey(key), false);
            ConvergedSession session = application == null ? null : (ConvergedSession) request.getSessionInternal();
            if (session != null && session.getApplicationSession(false) == null) {
                application.addHttpSession(session.getSession());
            }
        } catch (ParseException | IllegalStateException e) {
            LOG.debug("a URL leads to no application session: {}", e.toString());
        }
    }
}
