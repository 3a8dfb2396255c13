package org.calliope.ims.testkit.arquillian;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Options of the container in {@code arquillian.xml}; setters because Arquillian fills them in by name. */
public final class CalliopeConfiguration implements ContainerConfiguration {
    private String assembledServer = "";

    public String getAssembledServer() {
        return assembledServer;
    }

    /**
     * Folder of an assembled server whose {@code conf/} and {@code deploy/} are used. Default: none, which is a bare
     * container.
     */
    public void setAssembledServer(String folder) {
        assembledServer = folder;
    }

    @Override
    public void validate() throws ConfigurationException {
        boolean missing = !assembledServer.isEmpty() && !java.nio.file.Files.isDirectory(java.nio.file.Path.of(assembledServer));
        if (missing) {
            throw new ConfigurationException("assembledServer: there is no folder " + assembledServer);
        }
    }
}
