package org.calliope.ims.portability;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The packages that the classes of an archive use, as {@code jdeps} reads them from the class files. */
final class ApiUse {

    /** A class of the archive's, what it uses, where that was found. */
    private static final Pattern USE = Pattern.compile("^\\s{3}(\\S+)\\s+-> (\\S+)\\.\\S+\\s.*");
    private static final Pattern CODE = Pattern.compile("WEB-INF/classes/.*\\.class|WEB-INF/lib/element-.*\\.jar");

    private ApiUse() { }

    /** @param scratch an empty folder to unpack to */
    static SortedSet<String> ofArchive(Path archive, Path scratch) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (var entry : zip.stream().filter(e -> CODE.matcher(e.getName()).matches()).toList()) {
                Path file = scratch.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file);
            }
        }
        List<String> code = new ArrayList<>(List.of(scratch.resolve("WEB-INF/classes").toString()));
        if (Files.isDirectory(scratch.resolve("WEB-INF/lib"))) {
            try (Stream<Path> jars = Files.list(scratch.resolve("WEB-INF/lib"))) {
                jars.map(Path::toString).forEach(code::add);
            }
        }
        return of(code);
    }

    /** @param code folders of classes and jars */
    static SortedSet<String> of(List<String> code) {
        List<String> arguments = new ArrayList<>(List.of("-verbose:class", "-filter:none", "--multi-release", "17"));
        arguments.addAll(code);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        if (jdeps.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("jdeps failed: " + out);
        }
        SortedSet<String> packages = new TreeSet<>();
        out.toString().lines().map(USE::matcher).filter(Matcher::matches).forEach(use -> packages.add(use.group(2)));
        return packages;
    }
}
