package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.SharedMasterKey;
import dev.tollgate.domain.access.Secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The SHA-256 of a made key, which cannot be guessed, in a table of one row.
public final class SqlSharedMasterKey implements SharedMasterKey {
    private static final String PROPOSE =
            "INSERT INTO tollgate.master_key (only_one, digest) SELECT 1, ?"
                    + " WHERE NOT EXISTS (SELECT 1 FROM tollgate.entity)"
                    + " ON CONFLICT (only_one) DO NOTHING";
    private static final String AGREED = "SELECT digest FROM tollgate.master_key";

    private final Database database;

    public SqlSharedMasterKey(Database database) {
        this.database = database;
    }

    @Override
    public boolean agree(Secret key) {
        String digest = digest(key);
        return database.write(
                        Database.PATIENTLY,
                        sql -> {
                            long _ = sql.update(PROPOSE, List.of(digest));
                            return sql.first(AGREED, List.of(), row -> row.text("digest"));
                        })
                .filter(digest::equals)
                .isPresent();
    }

    private static String digest(Secret key) {
        try {
            byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
