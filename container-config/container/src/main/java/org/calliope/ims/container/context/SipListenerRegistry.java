package org.calliope.ims.container.context;

import java.util.EventListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.session.SipListenersHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an application's SIP listeners (JSR 289 chapter 8); a listener that is a servlet too is that servlet. */
final class SipListenerRegistry extends SipListenersHolder {

    private static final Logger LOG = LoggerFactory.getLogger(SipListenerRegistry.class);

    private final ConvergedContext context;

    SipListenerRegistry(ConvergedContext context) {
        super(context);
        this.context = context;
    }

    @Override
    public boolean loadListeners(String[] classNames, ClassLoader loader) {
        boolean all = true;
        for (String className : classNames) {
            all &= load(className, loader);
        }
        return all;
    }

    private boolean load(String className, ClassLoader loader) {
        try {
            MobicentsSipServlet servlet = context.findSipServletByClassName(className);
            EventListener listener = servlet == null
                ? (EventListener) context.getInstanceManager().newInstance(className, loader)
                : (EventListener) servlet.allocate();
            if (servlet != null) {
                listenerServlets.put(listener, servlet);
            }
            addListenerToBunch(listener);
            if (listener instanceof javax.servlet.ServletContextListener && servlet == null) {
                context.addApplicationLifecycleListener(listener);
            }
            return true;
        } catch (ReflectiveOperationException | javax.naming.NamingException | javax.servlet.ServletException
                 | ClassCastException | IllegalArgumentException e) {
            LOG.error("application {}: listener {} can not be made: {}", context.getApplicationName(), className, e.toString());
            return false;
        }
    }

    /** JSR 289 8.1.1: servlets hear that they are initialised, and may send requests from then on. */
    void servletsInitialized() {
        for (MobicentsSipServlet wrapper : context.getChildrenMap().values()) {
            if (wrapper.getLoadOnStartup() >= 0 && !wrapper.isUnavailable()) {
                notifyInitialized(wrapper);
            }
        }
    }

    private void notifyInitialized(MobicentsSipServlet wrapper) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        context.enterSipContext();
        try {
            javax.servlet.Servlet servlet = wrapper.allocate();
            if (servlet instanceof SipServlet sipServlet) {
                SipServletContextEvent event = new SipServletContextEvent(context.getServletContext(), sipServlet);
                getSipServletsListeners().forEach(listener -> listener.servletInitialized(event));
            }
            wrapper.deallocate(servlet);
        } catch (javax.servlet.ServletException e) {
            LOG.error("application {}: servlet {} could not be initialised", context.getApplicationName(), wrapper.getName(), e);
        } finally {
            context.exitSipContext(before);
        }
    }
}
