package org.calliope.ims.hss.bulk;

import java.io.IOException;

/** A file that cannot be read on; the message says where and why, in words for people. */
final class UnreadableImport extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableImport(String message) {
        super(message);
    }
}
