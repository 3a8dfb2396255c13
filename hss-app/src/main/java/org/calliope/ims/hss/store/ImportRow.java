package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.sh.RepositoryData;
import org.calliope.ims.sh.ShData;
import org.calliope.ims.sh.ShDataXml;
import org.calliope.ims.xml.MalformedXml;

/**
 * A row of an import.
 *
 * @param number   as the one who looks into the file counts
 * @param identity what the report calls it
 * @param item     what to write; empty when it cannot be
 * @param reason   why it cannot be; or, beside an item, what of it was left out; "" for neither
 */
public record ImportRow(long number, String identity, Optional<Item> item, String reason) {

    private static final int LONGEST_IDENTITY = 255;
    private static final String NO_CONTENT = "its content cannot stand in ServiceData";
    private static final String PLACE = "^line [0-9]+, column [0-9]+: "; // in a document that nobody has seen

    /** What a row has to write. */
    public sealed interface Item permits Document, Repository, InactiveDsai { }

    /** A document with its kind. */
    public record Document<T extends Named>(Kind<T> kind, T document) implements Item { }

    /**
     * Repository data of one service (TS 29.328 7.6.1).
     *
     * @param identity public identity as it is provisioned
     */
    public record Repository(String identity, RepositoryData data) implements Item { }

    /** A DSAI that is INACTIVE for a public identity (TS 29.328 7.6.11), with the Server-Name of the criteria it is of. */
    public record InactiveDsai(String identity, String serverName, String tag) implements Item { }

    /** One to write. */
    public static <T extends Named> ImportRow of(long number, Kind<T> kind, T document) {
        return new ImportRow(number, document.name(), Optional.of(new Document<>(kind, document)), "");
    }

    /**
     * Repository data to write.
     *
     * @param content what stands within ServiceData
     * @throws IllegalArgumentException when a value is out of its range or the content is no XML that may stand there
     */
    public static ImportRow repository(long number, String identity, String service, int sequenceNumber,
            String content) {
        RepositoryData given = new RepositoryData(service, sequenceNumber, Optional.of(content));
        return new ImportRow(number, identity + " " + service, Optional.of(new Repository(identity, sent(given))), "");
    }

    /** As if an application server had sent it: what is kept is told in such a document. */
    private static RepositoryData sent(RepositoryData given) {
        try {
            List<RepositoryData> read = ShDataXml.parse(ShDataXml.write(new ShData.Builder().repositoryData(given)
                    .build())).repositoryData();
            if (read.size() == 1) {
                return read.get(0);
            }
        } catch (MalformedXml e) {
            throw new IllegalArgumentException(NO_CONTENT + ": " + e.getMessage().replaceFirst(PLACE, ""), e);
        }
        throw new IllegalArgumentException(NO_CONTENT);
    }

    /** A DSAI to make INACTIVE. */
    public static ImportRow inactive(long number, String identity, String serverName, String tag) {
        return new ImportRow(number, identity + " " + tag, Optional.of(new InactiveDsai(identity, serverName, tag)), "");
    }

    /** The same, from which something was left out. */
    public ImportRow noting(String left) {
        return new ImportRow(number, identity, item, left);
    }

    /** One that cannot be written. */
    public static ImportRow rejected(long number, String identity, String reason) {
        String plain = identity.replaceAll("\\p{Cntrl}", "?");
        return new ImportRow(number, plain.length() <= LONGEST_IDENTITY ? plain : plain.substring(0, LONGEST_IDENTITY),
                Optional.empty(), reason);
    }

    /** Characters that it holds of what is not bounded to a few. */
    public int weight() {
        return item.isPresent() && item.get() instanceof Repository repository
                ? repository.data().serviceData().map(String::length).orElse(0) : 0;
    }
}
