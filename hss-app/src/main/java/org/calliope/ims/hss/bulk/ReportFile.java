package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

import org.apache.commons.csv.CSVFormat;
import org.calliope.ims.hss.store.ImportOutcome;
import org.calliope.ims.hss.store.ImportWriter;

/** The report of an import: a line for each row that was rejected or from which something was left out. */
final class ReportFile implements ImportWriter.Report, AutoCloseable {

    private static final String HEADER = "row,identity,result,reason\r\n";
    private static final String FORMULA = "=+-@\t"; // a spreadsheet would compute what begins so

    private final FileChannel out;

    ReportFile(Path file) {
        try {
            out = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    @Override
    public long append(long from, List<ImportOutcome> outcomes) {
        StringBuilder text = new StringBuilder(from == 0 ? HEADER : "");
        for (ImportOutcome outcome : outcomes) {
            if (!outcome.reason().isEmpty()) {
                text.append(CSVFormat.RFC4180.format(outcome.row().number(), safe(outcome.row().identity()),
                        outcome.result().name().toLowerCase(Locale.ROOT), safe(outcome.reason()))).append("\r\n");
            }
        }
        try {
            out.truncate(from);
            if (text.length() == 0) {
                return from;
            }
            out.position(from);
            ByteBuffer octets = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(false);
            return out.position();
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        }
    }

    private static String safe(String text) {
        return text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be closed", e);
        }
    }
}
