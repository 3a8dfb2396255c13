package org.calliope.ims.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.calliope.ims.node.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder whose archives are deployed: those that are there at the start, side by side, and what comes, changes
 * and goes while the server runs. A file is taken once it has not changed from one look to the next and
 * is a whole zip file, so one that is still being copied is left alone. Calls are serialised.
 */
final class DeployFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    /** A file that nobody has written to for so long, and that still is no zip file, will not become one. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String UPLOAD = ".upload-";

    private final RareLog rare = new RareLog(LOG, Duration.ofMinutes(1));
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "deploy");
        made.setDaemon(true);
        return made;
    });
    private final Path folder;
    private final Deployer deployer;
    /** Each file as it was when it was deployed or failed. */
    private final Map<Path, Stamp> handled = new HashMap<>();
    private Map<Path, Stamp> before = Map.of();

    private record Stamp(long size, FileTime modified) { }

    /** What an archive put by an administrator came to: deployed, and whether instead of an earlier one. */
    record Put(String name, boolean replaced) { }

    DeployFolder(Path folder, Deployer deployer) {
        this.folder = folder;
        this.deployer = deployer;
    }

    /** Deploys what is there; then looks again at this interval, zero: never. */
    void start(Duration interval) throws IOException {
        clearUploads();
        synchronized (this) {
            before = archives();
            handled.putAll(before);
            deployer.deployAll(List.copyOf(before.keySet()));
        }
        if (!interval.isZero()) {
            thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            scan();
        } catch (IOException | RuntimeException e) {
            // the thread's edge: what is deployed stays, and the folder may be there again next time
            rare.warn("the folder " + folder + " can not be read: " + e, e);
        }
    }

    private synchronized void scan() throws IOException {
        SortedMap<Path, Stamp> now = archives();
        List.copyOf(handled.keySet()).stream().filter(file -> !now.containsKey(file)).forEach(this::withdraw);
        now.forEach((file, stamp) -> {
            if (!stamp.equals(handled.get(file)) && stamp.equals(before.get(file)) && complete(file, stamp)) {
                redeploy(file, stamp);
            }
        });
        before = now;
    }

    private SortedMap<Path, Stamp> archives() throws IOException {
        SortedMap<Path, Stamp> archives = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Archive::is).toList()) {
                stamp(file, archives);
            }
        } catch (NoSuchFileException e) {
            if (handled.isEmpty()) {
                return archives;
            }
            throw e;
        }
        return archives;
    }

    private static void stamp(Path file, Map<Path, Stamp> archives) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                archives.put(file, new Stamp(attributes.size(), attributes.lastModifiedTime()));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("gone meanwhile: {}", file);
        }
    }

    private static boolean complete(Path file, Stamp stamp) {
        try {
            Archive.check(file);
            return true;
        } catch (DeploymentException e) {
            return System.currentTimeMillis() - stamp.modified().toMillis() > PATIENCE.toMillis();
        }
    }

    private void redeploy(Path file, Stamp stamp) {
        handled.put(file, stamp);
        try {
            deployer.withdraw(file);
            deployer.deploy(file);
        } catch (DeploymentException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    private void withdraw(Path file) {
        handled.remove(file);
        deployer.withdraw(file);
    }

    /** A folder of its own for an upload, on the file system of the archives; {@link #discard} takes it away. */
    Path uploadFolder() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempDirectory(folder, UPLOAD);
    }

    /**
     * Deploys an uploaded archive and keeps it for the next start. What was deployed from a file of the same name
     * makes way; when the new one fails it is put back to work.
     *
     * @throws DeploymentException saying why; the folder is as it was
     */
    synchronized Put put(Path uploaded) throws IOException {
        Path target = folder.resolve(uploaded.getFileName());
        Path former = uploaded.resolveSibling("former");
        Archive.application(target);
        Archive.check(uploaded);
        refuseOtherFile(target);
        deployer.withdraw(target);
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(uploaded, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            handled.put(target, stampOf(target));
            return new Put(deployer.deploy(target), replaces);
        } catch (DeploymentException e) {
            LOG.error("{}", e.getMessage());
            withdraw(target);
            Files.delete(target);
            if (replaces) {
                Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
                redeploy(target, stampOf(target));
            }
            throw e;
        }
    }

    private void refuseOtherFile(Path target) {
        deployer.application(Archive.application(target)).filter(other -> !other.archive().equals(target)).ifPresent(other -> {
            throw new DeploymentException(target.getFileName() + ": " + other.name() + " is there already, from "
                + other.archive().getFileName() + ": delete it first");
        });
    }

    private static Stamp stampOf(Path file) throws IOException {
        Map<Path, Stamp> one = new HashMap<>();
        stamp(file, one);
        return one.get(file);
    }

    /** Undeploys an application and deletes its archive. @return false when there is none of that name */
    synchronized boolean remove(String name) throws IOException {
        Optional<Application> application = deployer.application(name);
        if (application.isPresent()) {
            Path archive = application.get().archive();
            withdraw(archive);
            if (folder.equals(archive.getParent())) {
                Files.deleteIfExists(archive);
            }
        }
        return application.isPresent();
    }

    private void clearUploads() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().startsWith(UPLOAD)).forEach(DeployFolder::discard);
        }
    }

    static void discard(Path uploadFolder) {
        try (Stream<Path> files = Files.walk(uploadFolder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} is left over: {}", uploadFolder, e.toString());
        }
    }

    /** No file is looked at any more when this returns, and none is being deployed. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("still deploying");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
