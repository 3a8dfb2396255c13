package org.calliope.ims.container.context;

import javax.servlet.http.HttpSession;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;
import org.apache.catalina.Manager;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.session.StandardSessionFacade;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SessionManagerUtil;

/** An HTTP session that may belong to a SIP application session, JSR 289 13.4 and 13.5. */
final class ConvergedSession extends StandardSession implements org.mobicents.servlet.sip.core.session.ConvergedSession {

    private static final long serialVersionUID = 1L;

    private final transient Facade convergedFacade = new Facade(this);

    ConvergedSession(Manager manager) {
        super(manager);
    }

    @Override
    public HttpSession getSession() {
        return convergedFacade;
    }

    @Override
    public SipApplicationSession getApplicationSession() {
        return getApplicationSession(true).getFacade();
    }

    @Override
    public MobicentsSipApplicationSession getApplicationSession(boolean create) {
        ConvergedManager converged = (ConvergedManager) manager;
        MobicentsSipApplicationSession existing = converged.findSipApplicationSession(this);
        if (existing != null || !create) {
            return existing;
        }
        MobicentsSipApplicationSession created = converged.getSipApplicationSession(
            SessionManagerUtil.getSipApplicationSessionKey(converged.applicationName(), null, null), true);
        created.addHttpSession(this);
        return created;
    }

    @Override
    public boolean isValidIntern() {
        return isValidInternal();
    }

    @Override
    public void expire(boolean notify) {
        MobicentsSipApplicationSession application = ((ConvergedManager) manager).findSipApplicationSession(this);
        if (application != null) {
            application.removeHttpSession(this);
        }
        super.expire(notify);
    }

    /** 13.4.1: a URL that leads back to this session, for use outside an HTTP response. */
    @Override
    public String encodeURL(String url) {
        int end = url.indexOf('?') >= 0 ? url.indexOf('?') : url.indexOf('#') >= 0 ? url.indexOf('#') : url.length();
        return url.substring(0, end) + ";jsessionid=" + getId() + url.substring(end);
    }

    @Override
    public String encodeURL(String relativePath, String scheme) {
        String path = getManager().getContext().getServletContext().getContextPath();
        return encodeURL(scheme + "://" + ((ConvergedManager) manager).httpAuthority(scheme) + path + relativePath);
    }

    /** What the application holds. */
    private static final class Facade extends StandardSessionFacade implements ConvergedHttpSession {
        private final ConvergedSession session;

        Facade(ConvergedSession session) {
            super(session);
            this.session = session;
        }

        @Override
        public String encodeURL(String url) {
            return session.encodeURL(url);
        }

        @Override
        public String encodeURL(String relativePath, String scheme) {
            return session.encodeURL(relativePath, scheme);
        }

        @Override
        public SipApplicationSession getApplicationSession() {
            return session.getApplicationSession();
        }
    }
}
