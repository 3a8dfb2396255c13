package org.calliope.ims.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What the name of an archive says, and whether a file is one. */
final class Archive {

    private static final List<String> ENDINGS = List.of("war", "sar");
    /** It becomes a folder, a path of a URL and the name of a logger. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> TAKEN = Set.of("admin", "health", "metrics");

    private Archive() { }

    static boolean is(Path file) {
        return ENDINGS.contains(ending(file)) && !file.getFileName().toString().startsWith(".");
    }

    /** In lower case; empty when there is none. */
    static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** What stands before the ending. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    /**
     * The application's name: the file's without its ending.
     *
     * @throws DeploymentException for a name that can not be a path, or that is one of the server's own
     */
    static String application(Path file) {
        String full = file.getFileName().toString();
        String name = is(file) ? stem(file) : "";
        if (!NAME.matcher(name).matches()) {
            throw new DeploymentException(shown(full) + ": an archive is called like hello.war or hello.sar: up to 64 letters,"
                + " digits, dots, hyphens and underscores");
        }
        if (TAKEN.contains(name)) {
            throw new DeploymentException(full + ": /" + name + " is the server's own path, choose another name");
        }
        return name;
    }

    private static String shown(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?").substring(0, Math.min(100, name.length()));
    }

    /** Whether all of the archive is in the folder, as Tomcat unpacked it when the archive was as it is now. */
    static boolean unpacked(Path file, Path folder) throws IOException {
        File mark = folder.resolve("META-INF/war-tracker").toFile(); // made last, with the time of the archive
        if (!mark.isFile() || mark.lastModified() != file.toFile().lastModified()) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            // a file may be cut short after a power failure
            return zip.stream().filter(entry -> !entry.isDirectory())
                .allMatch(entry -> folder.resolve(entry.getName()).toFile().length() == entry.getSize());
        }
    }

    /** @throws DeploymentException when the file is no complete zip file */
    static void check(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() == 0) {
                throw new DeploymentException(file.getFileName() + ": the archive is empty");
            }
        } catch (ZipException e) {
            throw new DeploymentException(file.getFileName() + ": not a zip file, or only part of one (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new DeploymentException(file.getFileName() + ": can not be read: " + e, e);
        }
    }
}
