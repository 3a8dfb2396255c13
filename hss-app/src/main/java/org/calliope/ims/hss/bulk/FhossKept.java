package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.store.ImportRow;

/** What application servers keep in an FHoSS: repository data, and DSAIs that are inactive. One use, one thread. */
final class FhossKept {

    private static final String REPOSITORY = """
            select r.*, i."identity", i."type" from "repository_data" r left join "impu" i on i."id" = r."id_impu"
            where r.n > ? order by r.n limit ?""";
    /** A row for each application server to which criteria of the identity's profile with the tag lead; or one without. */
    private static final String INACTIVE = """
            select u.n, u."id_impu", d."dsai_tag", i."identity", i."type", b."server_name"
            from (select * from "dsai_impu" where "dsai_value" not in ('', '0') and n > ? order by n limit ?) u
            left join "dsai" d on d."id" = u."id_dsai" left join "impu" i on i."id" = u."id_impu"
            left join (select distinct t."id_dsai", p."id_sp", s."server_name" from "dsai_ifc" t
                join (select "id_sp", "id_ifc" from "sp_ifc" union select h."id_sp", m."id_ifc"
                    from "sp_shared_ifc_set" h join "shared_ifc_set" m on m."id_set" = h."id_shared_ifc_set") p
                on p."id_ifc" = t."id_ifc"
                join "ifc" c on c."id" = t."id_ifc"
                join "application_server" s on s."id" = c."id_application_server") b
            on b."id_dsai" = u."id_dsai" and b."id_sp" = i."id_sp"
            order by u.n, b."server_name" """;
    private static final int PAGE = 50; // a value has a million octets at most
    private static final String IDENTITY = "identity";
    private static final String SERVICE = "service_indication";
    private static final String TAG = "dsai_tag";
    private static final char UNDECODABLE = '\uFFFD';

    private final Scratch scratch;
    private final List<Table> left = new ArrayList<>(List.of(new Table(REPOSITORY, SERVICE, FhossKept::repository),
            new Table(INACTIVE, TAG, FhossKept::inactive)));
    private long page;

    /** @param what column that tells the data of an identity apart */
    private record Table(String query, String what, Reader reader) { }

    private interface Reader {
        ImportRow row(long number, String identity, Row row);
    }

    FhossKept(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Some that come next, numbered from this one on; none after the last. */
    List<ImportRow> next(long first) throws IOException {
        while (!left.isEmpty()) {
            Table table = left.get(0);
            List<ImportRow> rows = new ArrayList<>();
            for (Row row : scratch.query(table.query(), page, PAGE)) {
                rows.add(row(table, first + rows.size(), row));
                page = row.number("N");
            }
            if (!rows.isEmpty()) {
                return rows;
            }
            left.remove(0);
            page = 0;
        }
        return List.of();
    }

    private static ImportRow row(Table table, long number, Row row) {
        try {
            if (row.text(IDENTITY).isEmpty()) {
                throw new IllegalArgumentException("it is of the public identity " + row.text("id_impu")
                        + ", which is not in the dump");
            }
            return table.reader().row(number, FhossSubscribers.identity(row), row);
        } catch (IllegalArgumentException e) {
            return ImportRow.rejected(number, (row.text(IDENTITY) + ' ' + row.text(table.what())).strip(), e.getMessage());
        }
    }

    private static ImportRow repository(long number, String identity, Row row) {
        String content = new String(row.octets("rep_data"), StandardCharsets.UTF_8);
        if (content.isEmpty() || content.indexOf(UNDECODABLE) >= 0) {
            throw new IllegalArgumentException(content.isEmpty() ? "it has no content" : "its content is no UTF-8");
        }
        return ImportRow.repository(number, identity, row.text(SERVICE), row.number("sqn"), content);
    }

    private static ImportRow inactive(long number, String identity, Row row) {
        if (row.text("server_name").isEmpty()) {
            throw new IllegalArgumentException("no filter criterion of its service profile is bound to the DSAI");
        }
        return ImportRow.inactive(number, identity, row.text("server_name"), row.text(TAG));
    }
}
