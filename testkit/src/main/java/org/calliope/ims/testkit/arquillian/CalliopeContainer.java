package org.calliope.ims.testkit.arquillian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.container.DeploymentException;
import org.calliope.ims.container.Server;
import org.calliope.ims.testkit.LogWatch;
import org.calliope.ims.testkit.ServerHome;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/** The converged container as Arquillian sees it. Arquillian calls it from one thread. */
public final class CalliopeContainer implements DeployableContainer<CalliopeConfiguration> {
    /** Name of the servlet with which Arquillian's protocol runs tests inside an application. */
    private static final String RUNNER = "ArquillianServletRunner";

    @Inject
    @ApplicationScoped
    private InstanceProducer<Server> published;
    private Optional<Path> assembled = Optional.empty();
    private Optional<ServerHome> home = Optional.empty();
    private Optional<Server> server = Optional.empty();
    private Optional<LogWatch> log = Optional.empty();

    @Override
    public Class<CalliopeConfiguration> getConfigurationClass() {
        return CalliopeConfiguration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 3.0");
    }

    @Override
    public void setup(CalliopeConfiguration configuration) {
        assembled = Optional.of(configuration.getAssembledServer()).filter(f -> !f.isEmpty()).map(Path::of);
    }

    @Override
    public void start() throws LifecycleException {
        ServerHome prepared = assembled.map(from -> ServerHome.of(from, Set.of(), Set.of(), Map.of()))
                .orElseGet(ServerHome::bare);
        home = Optional.of(prepared);
        log = Optional.of(new LogWatch());
        try {
            server = Optional.of(Server.start(prepared.folder()));
        } catch (IOException | RuntimeException e) {
            prepared.close();
            throw new LifecycleException("the server does not start: " + e.getMessage(), e);
        }
        published.set(server.get());
    }

    @Override
    public void stop() {
        server.ifPresent(Server::close);
        log.ifPresent(LogWatch::close);
        home.ifPresent(ServerHome::close);
        server = Optional.empty();
        home = Optional.empty();
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive)
            throws org.jboss.arquillian.container.spi.client.container.DeploymentException {
        Server running = server.orElseThrow(() -> new IllegalStateException("the server is not started"));
        try {
            Path file = Files.createDirectories(home.orElseThrow().folder().resolve("arquillian"))
                    .resolve(archive.getName());
            archive.as(ZipExporter.class).exportTo(file.toFile(), true);
            String name = running.deployer().deploy(file);
            HTTPContext context = new HTTPContext("127.0.0.1", running.httpPort());
            context.add(new Servlet(RUNNER, "/" + name));
            return new ProtocolMetaData().addContext(context);
        } catch (IOException | DeploymentException e) {
            throw new org.jboss.arquillian.container.spi.client.container.DeploymentException(e.getMessage(), e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive)
            throws org.jboss.arquillian.container.spi.client.container.DeploymentException {
        String file = archive.getName();
        try {
            server.ifPresent(s -> s.deployer().undeploy(file.substring(0, file.lastIndexOf('.'))));
        } catch (DeploymentException e) {
            throw new org.jboss.arquillian.container.spi.client.container.DeploymentException(e.getMessage(), e);
        }
    }

    @Override
    public void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives can be deployed");
    }

    @Override
    public void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives can be deployed");
    }
}
