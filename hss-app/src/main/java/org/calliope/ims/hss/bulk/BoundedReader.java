package org.calliope.ims.hss.bulk;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads on only so far from where the last row began: what parses the rows would otherwise take an endless one, or a
 * quotation mark that nobody closes, for a row of the size of the file.
 */
final class BoundedReader extends FilterReader {

    private final int longest;
    private long left;
    private long row;

    /** @param longest characters from the beginning of a row that are read at most, beside what is buffered ahead */
    BoundedReader(Reader in, int longest) {
        super(in);
        this.longest = longest;
        this.left = longest;
    }

    /** A row begins. */
    void row(long number) {
        row = number;
        left = longest;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (left <= 0) {
            throw new UnreadableImport("row " + row + " is longer than " + longest
                    + " characters; maybe a quotation mark before it is not closed");
        }
        int read = super.read(into, from, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }
}
