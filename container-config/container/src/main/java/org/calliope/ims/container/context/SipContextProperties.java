package org.calliope.ims.container.context;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.core.StandardContext;
import org.calliope.ims.container.security.ClientDigest;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipListeners;
import org.mobicents.servlet.sip.core.descriptor.MobicentsSipServletMapping;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.security.MobicentsSipLoginConfig;
import org.mobicents.servlet.sip.core.security.SipDigestAuthenticator;
import org.mobicents.servlet.sip.ruby.SipRubyController;

/** The properties the SIP core reads and sets of an application, and what is the same for all; {@link ConvergedContext} has the behaviour. */
abstract class SipContextProperties extends StandardContext implements SipContext {

    private static final ClientDigest CLIENT_DIGEST = new ClientDigest();

    private final List<String> sipListenerClasses = new ArrayList<>();
    private final List<MobicentsSipServletMapping> mappings = new ArrayList<>();
    private String applicationName = "";
    private String description = "";
    private String largeIcon = "";
    private String smallIcon = "";
    private String mainServlet;
    private String servletHandler;
    private int proxyTimeout;
    private int sessionTimeout;
    private SipListeners listeners;
    private Method keyMethod;
    private MobicentsSipLoginConfig loginConfig;
    private ConcurrencyControlMode concurrency;

    @Override
    public String getApplicationName() {
        return applicationName;
    }

    @Override
    public void setApplicationName(String name) {
        applicationName = name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public void setDescription(String text) {
        description = text;
    }

    @Override
    public String getLargeIcon() {
        return largeIcon;
    }

    @Override
    public void setLargeIcon(String icon) {
        largeIcon = icon;
    }

    @Override
    public String getSmallIcon() {
        return smallIcon;
    }

    @Override
    public void setSmallIcon(String icon) {
        smallIcon = icon;
    }

    @Override
    public SipListeners getListeners() {
        return listeners;
    }

    @Override
    public void setListeners(SipListeners sipListeners) {
        listeners = sipListeners;
    }

    @Override
    public boolean isMainServlet() {
        return mainServlet != null && !mainServlet.isEmpty();
    }

    @Override
    public String getMainServlet() {
        return mainServlet;
    }

    @Override
    public void setMainServlet(String name) {
        mainServlet = name;
    }

    @Override
    public String getServletHandler() {
        return servletHandler;
    }

    @Override
    public void setServletHandler(String name) {
        servletHandler = name;
    }

    @Override
    public int getProxyTimeout() {
        return proxyTimeout;
    }

    @Override
    public void setProxyTimeout(int seconds) {
        proxyTimeout = seconds;
    }

    @Override
    public int getSipApplicationSessionTimeout() {
        return sessionTimeout;
    }

    @Override
    public void setSipApplicationSessionTimeout(int minutes) {
        sessionTimeout = minutes;
    }

    @Override
    public void addSipApplicationListener(String className) {
        sipListenerClasses.add(className);
    }

    @Override
    public void removeSipApplicationListener(String className) {
        sipListenerClasses.remove(className);
    }

    @Override
    public String[] findSipApplicationListeners() {
        return sipListenerClasses.toArray(String[]::new);
    }

    @Override
    public Method getSipApplicationKeyMethod() {
        return keyMethod;
    }

    @Override
    public void setSipApplicationKeyMethod(Method method) {
        keyMethod = method;
    }

    @Override
    public MobicentsSipLoginConfig getSipLoginConfig() {
        return loginConfig;
    }

    @Override
    public void setSipLoginConfig(MobicentsSipLoginConfig config) {
        loginConfig = config;
    }

    @Override
    public void addSipServletMapping(MobicentsSipServletMapping mapping) {
        mappings.add(mapping);
    }

    @Override
    public void removeSipServletMapping(MobicentsSipServletMapping mapping) {
        mappings.remove(mapping);
    }

    @Override
    public List<MobicentsSipServletMapping> findSipServletMappings() {
        return mappings;
    }

    @Override
    public ConcurrencyControlMode getConcurrencyControlMode() {
        return concurrency;
    }

    @Override
    public void setConcurrencyControlMode(ConcurrencyControlMode mode) {
        concurrency = mode;
    }

    /** The core knows applications in Ruby; this container does not run them. */
    @Override
    public SipRubyController getSipRubyController() {
        return null;
    }

    @Override
    public void setSipRubyController(SipRubyController controller) {
        throw new UnsupportedOperationException("no Ruby applications");
    }

    @Override
    public boolean hasDistributableManager() {
        return false;
    }

    @Override
    public boolean isPackageProtectionEnabled() {
        return false;
    }

    @Override
    public boolean enterSipAppHa(boolean startCacheActivity) {
        return false;
    }

    @Override
    public void exitSipAppHa(MobicentsSipServletRequest request, MobicentsSipServletResponse response, boolean batch) { }

    @Override
    public void enterSipContext() {
        Thread.currentThread().setContextClassLoader(getSipContextClassLoader());
    }

    @Override
    public void exitSipContext(ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Override
    public ClassLoader getSipContextClassLoader() {
        return getLoader().getClassLoader();
    }

    @Override
    public SipDigestAuthenticator getDigestAuthenticator() {
        return CLIENT_DIGEST;
    }

    @Override
    public void stopGracefully(long milliseconds) {
        throw new UnsupportedOperationException("drain is the server's, not the application's");
    }

    @Override
    public boolean isStoppingGracefully() {
        return false;
    }
}
