package org.calliope.ims.container;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.catalina.Host;
import org.apache.catalina.startup.ExpandWar;
import org.calliope.ims.container.context.ConvergedContext;
import org.calliope.ims.container.sip.SipContainer;
import org.calliope.ims.node.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts archives to work and takes them away again. Calls are serialised, but what one of them deploys starts side by
 * side; a broken archive leaves the others running.
 */
public final class Deployer {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final Host host;
    private final SipContainer sip;
    private final Node node;
    private final String rootApplication;
    private final StartLog.Filters startLogs = new StartLog.Filters();
    private final Map<String, ConvergedContext> contexts = new ConcurrentHashMap<>();
    /** Read without a lock: who asks how things are does not wait for a slow start. */
    private final Map<String, Application> applications = new ConcurrentSkipListMap<>();

    Deployer(Host host, SipContainer sip, Node node, String rootApplication) {
        this.host = host;
        this.sip = sip;
        this.node = node;
        this.rootApplication = rootApplication;
    }

    /** What is deployed or has failed, by name. Any thread. */
    public List<Application> applications() {
        return List.copyOf(applications.values());
    }

    Optional<Application> application(String name) {
        return Optional.ofNullable(applications.get(name));
    }

    /**
     * Deploys one archive under the path of its file name without ending; the root application gets /.
     *
     * @return the name under which it can be undeployed
     * @throws DeploymentException saying archive, place and reason; nothing of it is left behind but its line in the list
     */
    public synchronized String deploy(Path archive) {
        Application application = started(archive);
        told(application);
        return application.name();
    }

    /**
     * Deploys these, each on a thread of its own but for those of one name, and says in their order what came of them.
     * Returns when all have started or failed.
     */
    synchronized void deployAll(List<Path> archives) {
        Map<String, List<Path>> byName = archives.stream().collect(Collectors.groupingBy(Archive::stem));
        ExecutorService threads = Executors.newCachedThreadPool(work -> new Thread(work, "deploy"));
        Map<Path, CompletableFuture<Application>> starts = new HashMap<>();
        try {
            byName.values().forEach(its -> {
                CompletableFuture<?> turn = CompletableFuture.completedFuture(null);
                for (Path archive : its) {
                    CompletableFuture<Application> start = turn.handleAsync((earlier, failed) -> started(archive), threads);
                    starts.put(archive, start);
                    turn = start;
                }
            });
            archives.forEach(archive -> told(starts.get(archive)));
        } finally {
            // also when the server gives up: who closes it finds nothing half started
            CompletableFuture.allOf(starts.values().toArray(CompletableFuture[]::new)).exceptionally(failed -> null).join();
            threads.shutdown();
        }
    }

    private static void told(CompletableFuture<Application> start) {
        try {
            told(start.join());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof DeploymentException reason)) {
                throw e;
            }
            LOG.error("{}", reason.getMessage());
        }
    }

    private static void told(Application deployed) {
        LOG.info("deployed {} at {}", deployed.archive().getFileName(), deployed.path().isEmpty() ? "/" : deployed.path());
    }

    private Application started(Path archive) {
        String name = Archive.application(archive);
        if (contexts.containsKey(name)) {
            throw new DeploymentException(archive.getFileName() + ": " + name + " is deployed already, from "
                + contexts.get(name).getOriginalDocBase() + ": undeploy it first");
        }
        Application starting = Application.starting(name, archive, name.equals(rootApplication) ? "" : '/' + name);
        applications.put(name, starting);
        try {
            Archive.check(archive);
            ConvergedContext context = start(starting);
            contexts.put(name, context);
            Application running = starting.running(context.getApplicationName());
            applications.put(name, running);
            return running;
        } catch (DeploymentException e) {
            applications.put(name, starting.failed(e.getMessage()));
            throw e;
        }
    }

    private ConvergedContext start(Application application) {
        ConvergedContext context = new ConvergedContext(sip, node);
        Throwable thrown = null;
        try (StartLog log = startLogs.begin(application.name())) {
            try {
                unpack(application, context);
                host.addChild(context);
            } catch (IOException | RuntimeException | LinkageError e) {
                thrown = e;
            }
            if (thrown == null && context.getState().isAvailable()) {
                return context;
            }
            String reason = Reason.of(thrown, log.cause(), name -> owns(application, name));
            remove(application.name(), context);
            throw new DeploymentException(application.archive().getFileName() + ": " + reason, thrown);
        }
    }

    private void unpack(Application application, ConvergedContext context) throws IOException {
        Path archive = application.archive();
        context.setName(application.name());
        context.setPath(application.path());
        context.setDisplayName(application.name());
        context.setOriginalDocBase(archive.getFileName().toString());
        if (!Archive.unpacked(archive, unpacked(application.name()).toPath())) { // what a killed server left may be whole
            ExpandWar.delete(unpacked(application.name()), false);
        }
        context.setDocBase(ExpandWar.expand(host, URI.create("jar:" + archive.toUri() + "!/").toURL(), application.name()));
        WebDefaults.apply(context);
    }

    private File unpacked(String name) {
        return new File(host.getAppBaseFile(), name);
    }

    private boolean owns(Application application, String className) {
        return new File(unpacked(application.name()), "WEB-INF/classes/" + className.replace('.', '/') + ".class").isFile();
    }

    /** Stops an application, ends its sessions and removes what was unpacked. */
    public synchronized void undeploy(String name) {
        ConvergedContext context = contexts.remove(name);
        if (context == null) {
            throw new DeploymentException(name + " is not deployed");
        }
        remove(name, context);
        applications.remove(name);
        LOG.info("undeployed {}", name);
    }

    /** Undeploys what was deployed from this file, or forgets that it failed; does nothing when neither is so. */
    synchronized void withdraw(Path archive) {
        List<Application> its = applications().stream().filter(a -> a.archive().equals(archive)).toList();
        for (Application application : its) {
            if (contexts.containsKey(application.name())) {
                undeploy(application.name());
            } else {
                applications.remove(application.name());
            }
        }
    }

    /** Stops every application, last by name first. */
    synchronized void undeployAll() {
        new TreeMap<>(contexts).descendingKeySet().forEach(this::undeploy);
    }

    private void remove(String name, ConvergedContext context) {
        if (context.getParent() != null) {
            host.removeChild(context);
        }
        ExpandWar.delete(unpacked(name), false);
    }
}
