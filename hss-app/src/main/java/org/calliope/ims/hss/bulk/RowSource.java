package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

import org.calliope.ims.hss.store.ImportRow;

/** The rows of a file, the same ones each time it is read. For one thread. */
interface RowSource extends AutoCloseable {

    /**
     * The next row; empty after the last.
     *
     * @throws UnreadableImport when the file cannot be read on
     */
    Optional<ImportRow> next() throws IOException;

    /** How much of it is read, 0 to 1; empty when that goes by the octets of its file. */
    default OptionalDouble done() {
        return OptionalDouble.empty();
    }

    @Override
    void close() throws IOException;
}
