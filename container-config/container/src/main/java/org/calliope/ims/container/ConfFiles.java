package org.calliope.ims.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.calliope.ims.node.Role;

/** Which files of conf/ nobody reads: one that is misspelt would otherwise be as good as none, without a word. */
final class ConfFiles {

    private static final String ENDING = ".properties";
    /** Those of no single archive. */
    private static final Set<String> SHARED = Set.of("server", "ims", "transports", "charging");

    private ConfFiles() { }

    /** A sentence for each, in the order of their names. A file is checked by who reads it, so these are not. */
    static List<String> unread(Path home) throws IOException {
        Set<String> read = new TreeSet<>(SHARED);
        names(home.resolve("deploy")).filter(Archive::is).map(Path::toString)
            .map(file -> file.substring(0, file.lastIndexOf('.'))).forEach(read::add);
        Set<String> known = new TreeSet<>(read);
        Stream.of(Role.values()).map(role -> role.name().toLowerCase(Locale.ROOT)).forEach(known::add);
        List<String> sentences = new ArrayList<>();
        names(home.resolve("conf")).map(Path::toString).filter(file -> file.endsWith(ENDING)).sorted()
            .map(file -> file.substring(0, file.length() - ENDING.length())).filter(name -> !read.contains(name))
            .forEach(name -> sentences.add(sentence(name, known)));
        return sentences;
    }

    private static String sentence(String name, Set<String> known) {
        return "conf/" + name + ENDING + (known.contains(name) ? " is not read or checked: " + name + " is not in deploy/"
            : " is read by nobody: there is no " + name + "; is " + nearest(name, known) + ENDING + " meant?");
    }

    private static String nearest(String name, Set<String> known) {
        return known.stream().min(Comparator.comparing(k -> LevenshteinDistance.getDefaultInstance().apply(name, k))).orElseThrow();
    }

    private static Stream<Path> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).toList().stream();
        }
    }
}
