package org.calliope.ims.hss.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportWriter;

/** Works off one import, from where it is committed. For one thread. */
final class ImportRun {

    private final ImportFolder folder;
    private final RowSources sources;
    private final ImportWriter writer;
    private final long mostRows;
    private final BooleanSupplier stopping;

    ImportRun(ImportFolder folder, RowSources sources, ImportWriter writer, long mostRows,
            BooleanSupplier stopping) {
        this.folder = folder;
        this.sources = sources;
        this.writer = writer;
        this.mostRows = mostRows;
        this.stopping = stopping;
    }

    /**
     * Reads and writes all rows.
     *
     * @return why not all could be read, "" when they could; empty when somebody ended the import
     * @throws InterruptedException when the server stops
     */
    Optional<String> run(ImportJob job, Pace pace) throws IOException, InterruptedException {
        try (ReportFile report = new ReportFile(folder.report(job.file()));
             RowReader reader = new RowReader(new Input(job), job.progress().rows(), mostRows)) {
            ImportJob now = job;
            while (true) {
                RowReader.Chunk chunk = reader.take(stopping);
                if (!chunk.rows().isEmpty()) {
                    Optional<ImportJob> written = writer.write(now, chunk.rows(), report);
                    if (written.isEmpty()) {
                        report.append(now.progress().reportBytes(), List.of()); // what was not committed is not in it
                        return Optional.empty();
                    }
                    now = written.get();
                    pace.at(chunk.done(), now.progress().rows());
                }
                if (chunk.last()) {
                    return Optional.of(chunk.failure());
                }
            }
        }
    }

    private final class Input implements RowReader.File {

        private final ImportJob job;
        private final Path path;
        private final Counted in;

        Input(ImportJob job) throws IOException {
            this.job = job;
            this.path = folder.file(job.file());
            this.in = new Counted(Files.newInputStream(path));
        }

        @Override
        public RowSource open() throws IOException {
            return sources.open(job, path, in);
        }

        @Override
        public double done() {
            return Math.min(1, (double) in.position / job.size());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Counted extends FilterInputStream {

        private volatile long position;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            position += Math.max(0, read); // only the reader's thread writes it
            return read;
        }
    }
}
