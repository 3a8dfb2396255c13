package org.calliope.ims.container.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.servlet.http.HttpSession;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.calliope.ims.container.sip.Callbacks;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionKey;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.SipSessionKey;
import org.mobicents.servlet.sip.core.session.SipStandardManagerDelegate;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an application's sessions of both kinds: HTTP as Tomcat does, SIP in the SIP core's tables. */
final class ConvergedManager extends StandardManager implements SipManager {

    private static final Logger LOG = LoggerFactory.getLogger(ConvergedManager.class);

    private final Callbacks callbacks;
    private final SipStandardManagerDelegate sessions;
    private ConvergedContext application;

    ConvergedManager(Callbacks callbacks) {
        this.callbacks = callbacks;
        sessions = new Sessions(callbacks);
        setPathname(null); // an HTTP session does not outlive the server
    }

    /** From now on this manager keeps SIP sessions for the application. */
    void serve(ConvergedContext context, SipFactoryImpl factory) {
        application = context;
        sessions.setContainer(context);
        sessions.setSipFactoryImpl(factory);
    }

    String applicationName() {
        return application.getApplicationName();
    }

    /** host:port of the HTTP connector of this scheme. */
    String httpAuthority(String scheme) {
        org.apache.catalina.Engine engine = (org.apache.catalina.Engine) getContext().getParent().getParent();
        for (Connector connector : engine.getService().findConnectors()) {
            if (connector.getScheme().equals(scheme)) {
                Object address = connector.getProperty("address");
                String host = address instanceof java.net.InetAddress inet ? inet.getHostAddress() : "localhost";
                return host + ':' + connector.getLocalPort();
            }
        }
        throw new IllegalArgumentException("no connector for " + scheme);
    }

    @Override
    protected StandardSession getNewSession() {
        return new ConvergedSession(this);
    }

    @Override
    public MobicentsSipSession removeSipSession(MobicentsSipSessionKey key) {
        return sessions.removeSipSession(key);
    }

    /** One that has taken the place of what ends stays. */
    @Override
    public MobicentsSipApplicationSession removeSipApplicationSession(MobicentsSipApplicationSessionKey key) {
        JoinableSession there = (JoinableSession) sessions.getSipApplicationSession((SipApplicationSessionKey) key, false);
        return there == null || !there.isOver() ? null : sessions.removeSipApplicationSession(key);
    }

    /** One that is there already is kept until the request that asks for it has been dispatched. */
    @Override
    public MobicentsSipApplicationSession getSipApplicationSession(MobicentsSipApplicationSessionKey key, boolean create) {
        JoinableSession there = (JoinableSession) sessions.getSipApplicationSession((SipApplicationSessionKey) key, false);
        if (!create) {
            return there;
        }
        if (there != null && there.join()) {
            callbacks.after(there::joined);
            return there;
        }
        if (there != null) {
            sessions.removeSipApplicationSession(key);
        }
        return sessions.getSipApplicationSession((SipApplicationSessionKey) key, true);
    }

    @Override
    public MobicentsSipSession getSipSession(MobicentsSipSessionKey key, boolean create, MobicentsSipFactory factory,
                                            MobicentsSipApplicationSession parent) {
        return sessions.getSipSession((SipSessionKey) key, create, (SipFactoryImpl) factory, parent);
    }

    @Override
    public MobicentsSipApplicationSession findSipApplicationSession(HttpSession session) {
        return application == null ? null : sessions.findSipApplicationSession(session);
    }

    @Override
    public void removeAllSessions() {
        sessions.removeAllSessions();
    }

    /** Invalidates each, so that listeners hear of it; what they throw does not keep the others. */
    void endSipApplicationSessions() {
        List<MobicentsSipApplicationSession> all = new ArrayList<>();
        getAllSipApplicationSessions().forEachRemaining(all::add);
        for (MobicentsSipApplicationSession session : all) {
            try {
                if (session.isValidInternal()) {
                    session.invalidate();
                }
            } catch (RuntimeException e) {
                LOG.warn("application {}: a session did not end cleanly: {}", applicationName(), e.toString());
            }
        }
    }

    @Override
    public void setMobicentsSipFactory(MobicentsSipFactory factory) {
        sessions.setSipFactoryImpl((SipFactoryImpl) factory);
    }

    @Override
    public MobicentsSipFactory getMobicentsSipFactory() {
        return sessions.getSipFactoryImpl();
    }

    @Override
    public void dumpSipSessions() {
        sessions.dumpSipSessions();
    }

    @Override
    public void dumpSipApplicationSessions() {
        sessions.dumpSipApplicationSessions();
    }

    @Override
    public Iterator<MobicentsSipSession> getAllSipSessions() {
        return application == null ? Collections.emptyIterator() : sessions.getAllSipSessions();
    }

    @Override
    public Iterator<MobicentsSipApplicationSession> getAllSipApplicationSessions() {
        return application == null ? Collections.emptyIterator() : sessions.getAllSipApplicationSessions();
    }

    @Override
    public int getMaxActiveSipSessions() {
        return sessions.getMaxActiveSipSessions();
    }

    @Override
    public void setMaxActiveSipSessions(int limit) {
        sessions.setMaxActiveSipSessions(limit);
    }

    @Override
    public int getMaxActiveSipApplicationSessions() {
        return sessions.getMaxActiveSipApplicationSessions();
    }

    @Override
    public void setMaxActiveSipApplicationSessions(int limit) {
        sessions.setMaxActiveSipApplicationSessions(limit);
    }

    @Override
    public int getRejectedSipSessions() {
        return sessions.getRejectedSipSessions();
    }

    @Override
    public void setRejectedSipSessions(int count) {
        sessions.setRejectedSipSessions(count);
    }

    @Override
    public int getRejectedSipApplicationSessions() {
        return sessions.getRejectedSipApplicationSessions();
    }

    @Override
    public void setRejectedSipApplicationSessions(int count) {
        sessions.setRejectedSipApplicationSessions(count);
    }

    @Override
    public void setSipSessionCounter(int count) {
        sessions.setSipSessionCounter(count);
    }

    @Override
    public int getSipSessionCounter() {
        return sessions.getSipSessionCounter();
    }

    @Override
    public int getActiveSipSessions() {
        return sessions.getNumberOfSipSessions();
    }

    @Override
    public int getSipSessionMaxAliveTime() {
        return sessions.getSipSessionMaxAliveTime();
    }

    @Override
    public void setSipSessionMaxAliveTime(int seconds) {
        sessions.setSipSessionMaxAliveTime(seconds);
    }

    @Override
    public int getSipSessionAverageAliveTime() {
        return sessions.getSipSessionAverageAliveTime();
    }

    @Override
    public void setSipSessionAverageAliveTime(int seconds) {
        sessions.setSipSessionAverageAliveTime(seconds);
    }

    @Override
    public void setSipApplicationSessionCounter(int count) {
        sessions.setSipApplicationSessionCounter(count);
    }

    @Override
    public int getSipApplicationSessionCounter() {
        return sessions.getSipApplicationSessionCounter();
    }

    @Override
    public int getActiveSipApplicationSessions() {
        return sessions.getNumberOfSipApplicationSessions();
    }

    @Override
    public int getSipApplicationSessionMaxAliveTime() {
        return sessions.getSipApplicationSessionMaxAliveTime();
    }

    @Override
    public void setSipApplicationSessionMaxAliveTime(int seconds) {
        sessions.setSipApplicationSessionMaxAliveTime(seconds);
    }

    @Override
    public int getSipApplicationSessionAverageAliveTime() {
        return sessions.getSipApplicationSessionAverageAliveTime();
    }

    @Override
    public void setSipApplicationSessionAverageAliveTime(int seconds) {
        sessions.setSipApplicationSessionAverageAliveTime(seconds);
    }

    @Override
    public int getExpiredSipSessions() {
        return sessions.getExpiredSipSessions();
    }

    @Override
    public void setExpiredSipSessions(int count) {
        sessions.setExpiredSipSessions(count);
    }

    @Override
    public int getExpiredSipApplicationSessions() {
        return sessions.getExpiredSipApplicationSessions();
    }

    @Override
    public void setExpiredSipApplicationSessions(int count) {
        sessions.setExpiredSipApplicationSessions(count);
    }

    @Override
    public double getNumberOfSipApplicationSessionCreationPerSecond() {
        return sessions.getNumberOfSipApplicationSessionCreationPerSecond();
    }

    @Override
    public double getNumberOfSipSessionCreationPerSecond() {
        return sessions.getNumberOfSipSessionCreationPerSecond();
    }

    @Override
    public void updateStats() {
        sessions.updateStats();
    }

    @Override
    public Session findSession(String id) {
        try {
            return super.findSession(id);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The core's tables, with sessions that stay as long as an application's code has them. */
    private static final class Sessions extends SipStandardManagerDelegate {

        private final Callbacks callbacks;

        private Sessions(Callbacks callbacks) {
            this.callbacks = callbacks;
        }

        @Override
        protected MobicentsSipSession getNewMobicentsSipSession(SipSessionKey key, SipFactoryImpl factory,
                                                                MobicentsSipApplicationSession parent) {
            return new DialogSession(key, factory, parent, callbacks);
        }

        @Override
        protected MobicentsSipApplicationSession getNewMobicentsSipApplicationSession(SipApplicationSessionKey key, SipContext context) {
            return new JoinableSession(key, context);
        }
    }
}
