package org.calliope.ims.hss.bulk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.calliope.ims.node.OwnerOnly;

/** The folder with the files that are imported, which hold passwords and keys, and with their reports. */
final class ImportFolder {

    private static final String REPORT = ".report.csv";
    private static final String INBOX = "arriving";
    private static final List<String> SUFFIXES = List.of("", REPORT, Scratch.SUFFIX);

    private final Path folder;

    /** A file that has arrived whole. */
    record Stored(String file, long size, String sha256) { }

    ImportFolder(Path folder) {
        this.folder = folder;
    }

    /** What writes a file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** An empty folder for files on their way here, which nobody but the server's user may enter. */
    Path inbox() {
        Path inbox = folder.resolve(INBOX);
        OwnerOnly.folder(inbox);
        try (Stream<Path> left = Files.list(inbox)) {
            left.forEach(ImportFolder::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + inbox, e);
        }
        return inbox;
    }

    /**
     * Has a file written, and has it on disk when it returns.
     *
     * @throws ImportRefused when it has more bytes than {@code largest}, or none
     */
    Stored store(Content content, long largest) throws IOException {
        String name = UUID.randomUUID().toString();
        Path file = folder.resolve(name);
        OwnerOnly.create(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
             Limited out = new Limited(Channels.newOutputStream(channel), largest)) {
            content.writeTo(out);
            if (out.size == 0) {
                throw new ImportRefused(ImportRefused.Why.EMPTY, "there is nothing in it");
            }
            channel.force(true);
            OwnerOnly.create(report(name));
            return new Stored(name, out.size, HexFormat.of().formatHex(out.digest.digest()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static final class Limited extends FilterOutputStream {

        private final MessageDigest digest = sha256();
        private final long largest;
        private long size;

        Limited(OutputStream out, long largest) {
            super(out);
            this.largest = largest;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            size += length;
            if (size > largest) {
                throw new ImportRefused(ImportRefused.Why.TOO_LARGE, "an import may have " + largest
                        + " bytes (import-largest-size in conf/hss.properties)");
            }
            digest.update(octets, from, length);
            out.write(octets, from, length);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path report(String name) {
        return folder.resolve(name + REPORT);
    }

    /** Removes what was imported, which holds secrets; the report stays. */
    void removeFile(String name) {
        remove(file(name));
    }

    void removeAll(String name) {
        SUFFIXES.forEach(suffix -> remove(folder.resolve(name + suffix)));
    }

    /** Removes what belongs to no import: a kill came between the file and its entry, or the entry is gone. */
    void keepOnly(Set<String> names) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile).filter(file -> names.stream().noneMatch(name ->
                    SUFFIXES.stream().anyMatch(suffix -> file.getFileName().toString().equals(name + suffix))))
                    .forEach(ImportFolder::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
