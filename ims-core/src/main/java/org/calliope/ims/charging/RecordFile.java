package org.calliope.ims.charging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.calliope.ims.node.OwnerOnly;

/**
 * The files of one format in a folder: one is written, with {@code .open} behind its name, and loses that when it is
 * complete. One thread.
 */
final class RecordFile implements AutoCloseable {

    private static final String OPEN = ".open";
    private static final int MOST_AT_ONE_TIME = 1_000;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final RecordFormat format;
    private final ChargingSettings settings;
    private Path file;
    private FileChannel channel;
    private Instant begun;

    /** Completes what a node that was killed has left open: the line it was at goes. */
    RecordFile(Path folder, RecordFormat format, ChargingSettings settings) throws IOException {
        this.folder = folder;
        this.format = format;
        this.settings = settings;
        for (Path left : files(OPEN)) {
            cutTornLine(left);
            complete(left);
        }
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().endsWith('.' + format.extension() + end)).toList();
        }
    }

    private static void cutTornLine(Path path) throws IOException {
        try (FileChannel left = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            long end = left.size();
            while (end > 0 && left.read(octet.clear(), end - 1) == 1 && octet.get(0) != '\n') {
                end--;
            }
            left.truncate(end);
        }
    }

    private static void complete(Path open) throws IOException {
        String name = open.getFileName().toString();
        Files.move(open, open.resolveSibling(name.substring(0, name.length() - OPEN.length())));
    }

    /** Whole lines, or none of them: what a failure has left of them goes. */
    void append(List<ChargingRecord> records, Instant now) throws IOException {
        if (channel == null) {
            begin(now);
        }
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(format.line(record)));
        long before = channel.position();
        try {
            write(lines.toString());
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private void begin(Instant now) throws IOException {
        Path next = next(NAME.format(now));
        channel = FileChannel.open(next, StandardOpenOption.WRITE);
        file = next;
        begun = now;
        write(format.header());
    }

    /** A clock may be set back: no name is had twice. */
    private Path next(String time) throws IOException {
        for (int same = 0; same < MOST_AT_ONE_TIME; same++) {
            String name = time + (same == 0 ? "" : "-" + same) + '.' + format.extension();
            if (Files.notExists(folder.resolve(name)) && OwnerOnly.create(folder.resolve(name + OPEN))) {
                return folder.resolve(name + OPEN);
            }
        }
        throw new IOException("no new file can be made in " + folder);
    }

    private void write(String text) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
        if (settings.sync()) {
            channel.force(false);
        }
    }

    /** Ends the file when it is large or old enough, and removes those that were kept for long enough. */
    void rotate(Instant now) throws IOException {
        if (channel != null && (channel.position() >= settings.fileSize() || !begun.plus(settings.fileTime()).isAfter(now))) {
            close();
            removeOld(now);
        }
    }

    private void removeOld(Instant now) throws IOException {
        if (settings.keep().isZero()) {
            return;
        }
        for (Path old : files("")) {
            if (Files.getLastModifiedTime(old).toInstant().plus(settings.keep()).isBefore(now)) {
                Files.deleteIfExists(old);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            complete(file);
        }
    }
}
