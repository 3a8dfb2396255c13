package org.calliope.ims.registration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** A kind of store that several S-CSCFs share; found as a service in the folder {@code cluster} beside this library. */
public interface ClusterStore {

    /** @throws IllegalStateException when this S-CSCF can not be one of the cluster; the message says why */
    Registrations join(Cluster cluster);

    /**
     * Nothing of such a store is loaded before somebody asks for it here.
     *
     * @throws IllegalStateException when there is none
     */
    static ClusterStore find() {
        return ServiceLoader.load(ClusterStore.class, new URLClassLoader(libraries(), ClusterStore.class.getClassLoader()))
                .findFirst().orElseThrow(() -> new IllegalStateException("this server has no store for a cluster: its"
                        + " lib/cluster/ is missing or empty"));
    }

    private static URL[] libraries() {
        try {
            Path folder = Path.of(ClusterStore.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .resolveSibling("cluster");
            List<URL> jars = new ArrayList<>();
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                    for (Path jar : files) {
                        jars.add(jar.toUri().toURL());
                    }
                }
            }
            return jars.toArray(URL[]::new);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the libraries of the cluster", failed);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
