package org.calliope.ims.testkit.arquillian;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/** Makes the container and its resources known to Arquillian. */
public final class CalliopeExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, CalliopeContainer.class)
                .service(ResourceProvider.class, ServerResourceProvider.class);
    }
}
