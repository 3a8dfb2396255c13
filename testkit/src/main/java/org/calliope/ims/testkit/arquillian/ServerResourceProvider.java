package org.calliope.ims.testkit.arquillian;

import java.lang.annotation.Annotation;
import org.calliope.ims.container.Server;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** {@code @ArquillianResource Server server} in a test that runs as client. */
public final class ServerResourceProvider implements ResourceProvider {
    @Inject
    private Instance<Server> server;

    @Override
    public boolean canProvide(Class<?> type) {
        return type == Server.class;
    }

    @Override
    public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
        return server.get();
    }
}
