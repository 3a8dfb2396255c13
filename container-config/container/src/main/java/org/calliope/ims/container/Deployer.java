package org.calliope.ims.container;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.catalina.Host;
import org.apache.catalina.startup.ExpandWar;
import org.calliope.ims.container.context.ConvergedContext;
import org.calliope.ims.container.context.DescriptorException;
import org.calliope.ims.container.sip.SipContainer;
import org.calliope.ims.node.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts archives to work and takes them away again. Calls are serialised; a broken archive leaves the others running. */
public final class Deployer {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);
    private static final List<String> ENDINGS = List.of(".war", ".sar");

    private final Host host;
    private final SipContainer sip;
    private final Node node;
    private final String rootApplication;
    private final Map<String, ConvergedContext> deployed = new TreeMap<>();

    Deployer(Host host, SipContainer sip, Node node, String rootApplication) {
        this.host = host;
        this.sip = sip;
        this.node = node;
        this.rootApplication = rootApplication;
    }

    /** Deploys each archive of the folder, in the order of their names; a folder that is not there has none. */
    synchronized void deployAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> archives;
        try (Stream<Path> files = Files.list(folder)) {
            archives = files.filter(Deployer::isArchive).sorted().toList();
        }
        for (Path archive : archives) {
            try {
                deploy(archive);
            } catch (DeploymentException e) {
                LOG.error("{}", e.getMessage());
            }
        }
    }

    private static boolean isArchive(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Deploys one archive under the path of its file name without ending; the root application gets /.
     *
     * @return the name under which it can be undeployed
     * @throws DeploymentException saying archive and reason; nothing of it is left behind
     */
    public synchronized String deploy(Path archive) {
        String file = archive.getFileName().toString();
        String name = file.substring(0, file.lastIndexOf('.'));
        if (deployed.containsKey(name)) {
            throw new DeploymentException(name + " is deployed already: undeploy it first");
        }
        ConvergedContext context = new ConvergedContext(sip, node);
        try {
            context.setName(name);
            context.setPath(name.equals(rootApplication) ? "" : '/' + name);
            context.setDisplayName(name);
            context.setDocBase(ExpandWar.expand(host, URI.create("jar:" + archive.toUri() + "!/").toURL(), name));
            WebDefaults.apply(context);
            host.addChild(context);
        } catch (IOException | IllegalArgumentException | IllegalStateException | DescriptorException e) {
            remove(name, context);
            throw new DeploymentException(file + ": " + reason(e), e);
        }
        if (!context.getState().isAvailable()) {
            remove(name, context);
            throw new DeploymentException(file + ": the application did not start; the log says why");
        }
        deployed.put(name, context);
        LOG.info("deployed {} at {}", name, context.getPath().isEmpty() ? "/" : context.getPath());
        return name;
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof DescriptorException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Stops an application, ends its sessions and removes what was unpacked. */
    public synchronized void undeploy(String name) {
        ConvergedContext context = deployed.remove(name);
        if (context == null) {
            throw new DeploymentException(name + " is not deployed");
        }
        remove(name, context);
        LOG.info("undeployed {}", name);
    }

    /** Stops every application, last started first. */
    synchronized void undeployAll() {
        deployed.keySet().stream().sorted(Comparator.reverseOrder()).toList().forEach(this::undeploy);
    }

    private void remove(String name, ConvergedContext context) {
        if (context.getParent() != null) {
            host.removeChild(context);
        }
        ExpandWar.delete(new java.io.File(host.getAppBaseFile(), name), false);
    }
}
