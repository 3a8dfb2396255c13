package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.secret.Vault;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Seals the H(A1)s that a database of the first version has in clear; V4 drops their columns. Flyway reads the name. */
@SuppressWarnings("checkstyle:TypeName")
final class V3__SealSecrets extends BaseJavaMigration {

    private static final int BATCH = 1_000;

    private final Vault vault;

    V3__SealSecrets(Vault vault) {
        this.vault = vault;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (PreparedStatement read = connection.prepareStatement(
                "select id, identity, realm, ha1, plain_ha1 from private_identity where secret is null and ha1 <> ''");
             PreparedStatement write = connection.prepareStatement(
                     "update private_identity set secret = ? where id = ?");
             ResultSet rows = read.executeQuery()) {
            int pending = 0;
            while (rows.next()) {
                DigestSecret digest = new DigestSecret(rows.getString("realm"), rows.getString("ha1"),
                        rows.getString("plain_ha1"), "", "");
                write.setBytes(1, new Credentials(Optional.of(digest), Optional.empty(), AuthScheme.SIP_DIGEST)
                        .seal(vault, rows.getString("identity")));
                write.setLong(2, rows.getLong("id"));
                write.addBatch();
                if (++pending % BATCH == 0) {
                    write.executeBatch();
                }
            }
            write.executeBatch();
        }
    }
}
