package org.calliope.ims.container.context;

import java.lang.reflect.InvocationTargetException;
import java.util.EventListener;
import javax.naming.NamingException;
import javax.servlet.Servlet;
import javax.servlet.ServletContextAttributeListener;
import javax.servlet.ServletContextListener;
import javax.servlet.ServletException;
import javax.servlet.ServletRequestAttributeListener;
import javax.servlet.ServletRequestListener;
import javax.servlet.http.HttpSessionAttributeListener;
import javax.servlet.http.HttpSessionIdListener;
import javax.servlet.http.HttpSessionListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.session.SipListenersHolder;

/** Makes an application's SIP listeners (JSR 289 chapter 8); a listener that is a servlet too is that servlet. */
final class SipListenerRegistry extends SipListenersHolder {

    private final ConvergedContext context;

    SipListenerRegistry(ConvergedContext context) {
        super(context);
        this.context = context;
    }

    /** @throws DescriptorException naming the first that can not be made */
    @Override
    public boolean loadListeners(String[] classNames, ClassLoader loader) {
        for (String className : classNames) {
            load(className, loader);
        }
        return true;
    }

    /** One object hears events of both worlds, also when its class is declared as a listener in both. */
    private void hearAsWebListener(EventListener listener) {
        context.removeApplicationListener(listener.getClass().getName());
        if (listener instanceof ServletContextListener || listener instanceof HttpSessionListener) {
            context.addApplicationLifecycleListener(listener);
        }
        if (listener instanceof ServletContextAttributeListener || listener instanceof ServletRequestListener
            || listener instanceof ServletRequestAttributeListener || listener instanceof HttpSessionAttributeListener
            || listener instanceof HttpSessionIdListener) {
            context.addApplicationEventListener(listener);
        }
    }

    /** Listeners are made before servlets start; one that is a servlet too is only made, and starts when its turn comes. */
    private EventListener ofServlet(SipServletWrapper servlet, ClassLoader loader)
        throws ReflectiveOperationException, NamingException, ServletException {
        if (servlet.getLoadOnStartup() >= 0) {
            servlet.setServlet((Servlet) context.getInstanceManager().newInstance(servlet.getServletClass(), loader));
            return (EventListener) servlet.getServlet();
        }
        EventListener listener = (EventListener) servlet.allocate();
        listenerServlets.put(listener, servlet);
        return listener;
    }

    private void load(String className, ClassLoader loader) {
        try {
            EventListener listener = context.findSipServletByClassName(className) instanceof SipServletWrapper servlet
                ? ofServlet(servlet, loader) : (EventListener) context.getInstanceManager().newInstance(className, loader);
            addListenerToBunch(listener);
            hearAsWebListener(listener);
        } catch (InvocationTargetException e) {
            throw new DescriptorException("listener " + className + " can not be made: " + e.getCause(), e);
        } catch (ReflectiveOperationException | NamingException | ServletException | ClassCastException | IllegalArgumentException e) {
            throw new DescriptorException("listener " + className + " can not be made: " + e, e);
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
            context.getLogger().error("servlet " + wrapper.getName() + " could not be initialised", e);
        } finally {
            context.exitSipContext(before);
        }
    }
}
