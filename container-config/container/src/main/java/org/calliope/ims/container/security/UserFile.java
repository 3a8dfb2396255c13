package org.calliope.ims.container.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.node.RareLog;
import org.slf4j.LoggerFactory;

/**
 * The users of {@code conf/users}: a line each with name, realm, HA1 by MD5, HA1 by SHA-256 and roles, parted by tabs;
 * {@code -} where there is none. A change counts at once. A file that others than its owner may read is not used.
 */
final class UserFile implements UserStore {

    private static final int FIELDS = 5;
    private static final String NONE = "-";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final RareLog log = new RareLog(LoggerFactory.getLogger(UserFile.class), Duration.ofSeconds(10));
    private final Path file;
    private volatile Content content = new Content(FileTime.fromMillis(0), Map.of());

    UserFile(Path file) {
        this.file = file;
    }

    record Key(String realm, String name) { }

    private record Content(FileTime changed, Map<Key, User> users) { }

    @Override
    public Optional<User> find(String realm, String name) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(content.changed())) {
                content = new Content(changed, read());
            }
            return Optional.ofNullable(content.users().get(new Key(realm, name)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            log.warn("nobody is let in: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * @return the users in the order of the file, none when there is no file
     * @throws IllegalArgumentException naming line and reason, or when others may read the file
     */
    Map<Key, User> read() throws IOException {
        Map<Key, User> users = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return users;
        }
        if (isPosix() && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalArgumentException(file + " can be read by others than its owner: chmod 600 " + file);
        }
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException(file + " line " + number + ": " + FIELDS + " fields parted by tabs, not " + fields.length);
            }
            users.put(new Key(fields[1], fields[0]), user(fields));
        }
        return users;
    }

    private static User user(String[] fields) {
        Map<String, String> secrets = new LinkedHashMap<>();
        secret(secrets, Digest.MD5, fields[2]);
        secret(secrets, Digest.SHA_256, fields[3]);
        return new User(fields[0], secrets, fields[4].equals(NONE) ? Set.of() : Set.of(fields[4].split(",")));
    }

    private static void secret(Map<String, String> secrets, String algorithm, String field) {
        if (!field.equals(NONE)) {
            secrets.put(algorithm, field);
        }
    }

    /** Takes the place of the file in one step; only its owner can read it. */
    void write(Map<Key, User> users) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# name, realm, HA1 MD5, HA1 SHA-256, roles; made by bin/users"));
        users.forEach((key, user) -> lines.add(String.join("\t", key.name(), key.realm(),
            user.ha1(Digest.MD5).orElse(NONE), user.ha1(Digest.SHA_256).orElse(NONE), roles(user.roles()))));
        Files.createDirectories(file.getParent());
        FileAttribute<?>[] ownerOnly = isPosix()
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
        Path next = Files.createTempFile(file.getParent(), "users", ".new", ownerOnly);
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String roles(Collection<String> roles) {
        return roles.isEmpty() ? NONE : String.join(",", roles.stream().sorted().toList());
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
