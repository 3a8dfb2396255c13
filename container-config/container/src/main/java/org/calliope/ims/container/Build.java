package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this server was built from.
 *
 * @param version   of the project
 * @param commit    abbreviated, with {@code -dirty} when there were changes; empty when it was built outside of git
 * @param committed when that commit was made, ISO 8601; the build is reproducible and has no time of its own
 */
record Build(String version, String commit, String committed) {

    /** Written by the build; a class path without it, as in an IDE, has no version. */
    static Build read() {
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return new Build(value(properties, "version"), value(properties, "commit"), value(properties, "committed"));
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties cannot be read", e);
        }
    }

    /** What the build could not fill in is still a ${placeholder}. */
    private static String value(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.startsWith("$") ? "" : value;
    }
}
