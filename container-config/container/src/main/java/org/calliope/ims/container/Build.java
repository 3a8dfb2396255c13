package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this server was built from.
 *
 * @param version of the project
 * @param commit  abbreviated; {@code unknown} when it was built outside of git
 * @param time    of the build, ISO 8601
 */
record Build(String version, String commit, String time) {

    /** Written by Maven; a class path that something else has made has no version. */
    static Build read() {
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return new Build(properties.getProperty("version", ""), properties.getProperty("commit", "unknown"),
                properties.getProperty("time", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties cannot be read", e);
        }
    }
}
