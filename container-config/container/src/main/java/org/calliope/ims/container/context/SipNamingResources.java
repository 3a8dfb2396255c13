package org.calliope.ims.container.context;

import java.util.Hashtable;
import java.util.Set;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.apache.catalina.deploy.NamingResourcesImpl;
import org.apache.tomcat.util.descriptor.web.ContextResource;
import org.apache.tomcat.util.descriptor.web.ContextResourceEnvRef;

/**
 * Lets JNDI, and so {@code @Resource}, find the container's own objects: a resource of type SipFactory, SipSessionsUtil
 * or TimerService gets {@link Factory}, however it was declared.
 */
final class SipNamingResources extends NamingResourcesImpl {

    private static final Set<String> OURS =
        Set.of(SipFactory.class.getName(), SipSessionsUtil.class.getName(), TimerService.class.getName());

    @Override
    public void addResource(ContextResource resource) {
        if (OURS.contains(resource.getType())) {
            resource.setProperty("factory", Factory.class.getName());
        }
        super.addResource(resource);
    }

    /** How Tomcat declares a {@code @Resource} of a type it does not know. */
    @Override
    public void addResourceEnvRef(ContextResourceEnvRef resource) {
        if (OURS.contains(resource.getType())) {
            resource.setProperty("factory", Factory.class.getName());
        }
        super.addResourceEnvRef(resource);
    }

    /** Made by JNDI by name; the application is the one whose class loader the calling thread carries. */
    public static final class Factory implements ObjectFactory {
        @Override
        public Object getObjectInstance(Object reference, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
            String type = ((Reference) reference).getClassName();
            if (Thread.currentThread().getContextClassLoader() instanceof ConvergedClassLoader loader
                && loader.application().isSipApplication()) {
                return loader.application().resource(type);
            }
            throw new NamingException(name + " of " + type + " is asked for outside a SIP application");
        }
    }
}
