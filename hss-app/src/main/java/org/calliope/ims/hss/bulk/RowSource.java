package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportRow;

/** The rows of a file, the same ones each time it is read. For one thread. */
interface RowSource extends AutoCloseable {

    /**
     * The next row; empty after the last.
     *
     * @throws UnreadableImport when the file cannot be read on
     */
    Optional<ImportRow> next() throws IOException;

    @Override
    void close() throws IOException;
}
