package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import org.calliope.ims.hss.api.DocumentJson;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.Provisioning;

/** Opens the file of an import by its format. */
final class RowSources {

    private final Vault vault;
    private final Provisioning provisioning;
    private final String domain;

    /** @param domain home network domain, the realm of passwords where a row names none */
    RowSources(Vault vault, Provisioning provisioning, String domain) {
        this.vault = vault;
        this.provisioning = provisioning;
        this.domain = domain;
    }

    /** @param file what {@code in} reads, beside which a source may keep what it looks up */
    RowSource open(ImportJob job, Path file, InputStream in) throws IOException {
        return switch (ImportFormat.of(job.request().format()).orElseThrow(() ->
                new UnreadableImport("this server does not know the format " + job.request().format()))) {
            case CSV -> new CsvRows(in, vault, domain);
            case JSON -> new JsonRows(in, new JsonDocuments(new DocumentJson(provisioning, domain), provisioning,
                    job.request().existing()));
            case FHOSS -> new FhossRows(file, in, vault, domain);
            case PYHSS -> new PyHssRows(file, in, vault, domain);
        };
    }
}
