package org.calliope.ims.ecscf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** Finds location objects in the body of a message (RFC 5621, RFC 6442 4.1). */
final class Parts {

    private static final String PIDF = "application/pidf+xml";
    private static final int MOST = 16;
    private static final int LARGEST = 65_536;

    private Parts() {
    }

    /**
     * @param contentType as the header says, "" when there is none
     * @return the documents in the order of the parts, 16 at most
     * @throws IOException when a multipart body is none
     */
    static List<String> locationObjects(String contentType, byte[] body) throws IOException {
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith(PIDF)) {
            return List.of(new String(body, StandardCharsets.UTF_8));
        }
        return type.startsWith("multipart/") ? parts(contentType, body) : List.of();
    }

    private static List<String> parts(String contentType, byte[] body) throws IOException {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.custom().setMaxContentLen(LARGEST).build());
        List<String> found = new ArrayList<>();
        try {
            stream.parseHeadless(new ByteArrayInputStream(body), contentType);
            for (EntityState at = stream.getState(); at != EntityState.T_END_OF_STREAM && found.size() < MOST; at = stream.next()) {
                if (at == EntityState.T_BODY && PIDF.equals(stream.getBodyDescriptor().getMimeType())) {
                    found.add(new String(stream.getDecodedInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (MimeException e) {
            throw new IOException(e.getMessage(), e);
        }
        return found;
    }
}
