package org.calliope.ims.hss.bulk;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongFunction;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.calliope.ims.hss.api.DocumentJson;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.ShExport;

/**
 * Writes what is provisioned, a page at a time: memory does not grow with it. What changes meanwhile may be in it as it
 * was or as it is. Any thread; blocks on SQL.
 */
public final class Exports {

    private static final int PAGE = 500;

    private final Provisioning provisioning;
    private final String domain;
    private final ShExport kept;

    /** @param domain home network domain */
    public Exports(Provisioning provisioning, ShExport kept, String domain) {
        this.provisioning = provisioning;
        this.domain = domain;
        this.kept = kept;
    }

    /**
     * Writes all, in the order in which it can be imported.
     *
     * @param secrets with secrets, sealed: they open only where the same key file is; in JSON also with what application
     *                servers keep, which is for them alone
     * @param out     flushed, not closed
     */
    public void write(ExportFormat format, boolean secrets, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        if (format == ExportFormat.CSV) {
            csv(secrets, text);
        } else {
            DocumentJson documents = new DocumentJson(provisioning, domain);
            for (Kind<? extends Named> kind : Kind.ALL) {
                each(kind, page -> json(documents, kind, page, secrets, text));
            }
            if (secrets) {
                kept(kept::repository, text);
                kept(kept::inactive, text);
            }
        }
        text.flush();
    }

    private void csv(boolean secrets, Writer text) throws IOException {
        CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180);
        CsvLine line = new CsvLine(secrets);
        printer.printRecord(line.header());
        each(Kind.SUBSCRIPTION, page -> {
            for (var subscription : page) {
                printer.printRecord(line.of(subscription));
            }
        });
    }

    @SuppressWarnings("unchecked") // each page is of its kind
    private static <T extends Named> void json(DocumentJson documents, Kind<T> kind, List<? extends Named> page,
            boolean secrets, Writer text) throws IOException {
        for (T document : (List<T>) page) {
            text.write(JsonDocuments.write(documents, kind, document, secrets).toString());
            text.write('\n');
        }
    }

    private static void kept(LongFunction<List<ShExport.Kept>> pages, Writer text) throws IOException {
        List<ShExport.Kept> page = pages.apply(0);
        while (!page.isEmpty()) {
            for (ShExport.Kept one : page) {
                text.write(JsonDocuments.write(one.item()).toString());
                text.write('\n');
            }
            page = pages.apply(page.get(page.size() - 1).id());
        }
    }

    private interface Page<T> {
        void write(List<T> documents) throws IOException;
    }

    private <T extends Named> void each(Kind<T> kind, Page<T> page) throws IOException {
        String after = "";
        while (true) {
            List<T> documents = provisioning.list(kind, after, PAGE);
            if (documents.isEmpty()) {
                return;
            }
            page.write(documents);
            after = documents.get(documents.size() - 1).name();
        }
    }
}
