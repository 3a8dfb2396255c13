package org.calliope.ims.hss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Default;
import org.calliope.ims.config.Settings;
import org.calliope.ims.hss.bulk.ImportBounds;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.hss.sh.ShRules;
import org.calliope.ims.hss.store.DatabaseAddress;

/**
 * The content of {@code conf/hss.properties}.
 *
 * @param databaseUrl          JDBC URL of a MariaDB; empty is the embedded H2 database in {@code data/hss.mv.db}
 * @param databaseUser         its user; empty when the URL says it
 * @param databasePassword     its password
 * @param databasePasswordFile a file with the password instead, so that it stands in no configuration
 * @param databasePoolSize     connections, 1..100
 * @param keyFile              holds the keys of the secrets in the database; empty is {@code data/hss-keys}
 * @param demoSubscribers      put alice, bob and carol into a store that has no subscriber
 * @param keepServerName       see {@link CxRules}
 * @param plainUserNames       see {@link CxRules}
 * @param diameterLongestWait  how long a request may wait for a worker before it is answered TOO_BUSY, 10 ms..1 min;
 *                             shorter than the peers wait for an answer
 * @param shRepositoryBytes    how large the repository data of one service may be, 1,000..1,000,000 bytes
 * @param shSubscriptionDays   how long a subscription to notifications that has an end lasts at most, 1..3,650
 * @param consoleHosts         DNS names the console answers to; addresses and localhost always work
 * @param consoleOpenOnLoopback reading needs nobody to sign in on the machine itself
 * @param importLargestSize    bytes of a file that is imported, 1 and more
 */
public record HssSettings(@Default("") String databaseUrl, @Default("") String databaseUser,
        @Default("") String databasePassword, @Default("") String databasePasswordFile,
        @Default("8") int databasePoolSize, @Default("") String keyFile, @Default("true") boolean demoSubscribers,
        @Default("true") boolean keepServerName, @Default("true") boolean plainUserNames,
        @Default("1s") Duration diameterLongestWait, @Default("65536") int shRepositoryBytes,
        @Default("366") int shSubscriptionDays, @Default("") List<String> consoleHosts,
        @Default("true") boolean consoleOpenOnLoopback, @Default("1073741824") long importLargestSize) {

    static final String FILE = "hss.properties";
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    /** Reads them; a {@link ConfigException} names the key at fault. */
    public static HssSettings read(Properties properties) {
        return Settings.read(FILE, properties, HssSettings.class);
    }

    DatabaseAddress database(Path data) {
        try {
            return databaseUrl.isEmpty() ? DatabaseAddress.embedded(data, databasePoolSize)
                    : new DatabaseAddress(databaseUrl, databaseUser, password(), databasePoolSize);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(FILE, "database-url", e.getMessage());
        }
    }

    Path keys(Path data) {
        return keyFile.isEmpty() ? data.resolve(Vault.FILE) : Path.of(keyFile);
    }

    private String password() {
        if (databasePasswordFile.isEmpty()) {
            return databasePassword;
        }
        try {
            return Files.readString(Path.of(databasePasswordFile)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": database-password-file cannot be read", e);
        }
    }

    ShRules shRules() {
        within("sh-repository-bytes", shRepositoryBytes, 1_000, 1_000_000);
        within("sh-subscription-days", shSubscriptionDays, 1, 3_650);
        return new ShRules(shRepositoryBytes, Duration.ofDays(shSubscriptionDays));
    }

    ImportBounds imports() {
        try {
            return ImportBounds.DEFAULT.largest(importLargestSize).repository(shRules().repositoryBytes());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(FILE, "import-largest-size", e.getMessage());
        }
    }

    Duration longestWait() {
        if (diameterLongestWait.compareTo(SHORTEST_WAIT) < 0 || diameterLongestWait.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new ConfigException(FILE, "diameter-longest-wait", "must be 10ms to 1m");
        }
        return diameterLongestWait;
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(FILE, key, "must be " + least + " to " + most);
        }
    }

    CxRules rules() {
        return new CxRules(keepServerName, plainUserNames);
    }

    @Override
    public String toString() {
        return "HssSettings[" + (databaseUrl.isEmpty() ? "embedded" : "external") + " database]";
    }
}
