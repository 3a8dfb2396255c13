package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes archives for tests out of classes of the test class path and texts. */
final class Archives {

    private Archives() { }

    /** @param entries path in the archive to text */
    static Path archive(Path file, Map<String, String> entries, Class<?>... classes) throws IOException {
        Files.deleteIfExists(file);
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of("create", "true"))) {
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getResourceAsStream('/' + name)) {
                    write(zip, "WEB-INF/classes/" + name, in.readAllBytes());
                }
            }
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                write(zip, entry.getKey(), entry.getValue().getBytes());
            }
        }
        return file;
    }

    static Class<?> packageInfo(Class<?> member) {
        try {
            return Class.forName(member.getPackageName() + ".package-info");
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void write(FileSystem zip, String path, byte[] bytes) throws IOException {
        Path target = zip.getPath(path);
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
        }
        try (OutputStream out = Files.newOutputStream(target)) {
            out.write(bytes);
        }
    }
}
