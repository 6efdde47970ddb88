package dev.tollgate.adapters.persistence.sql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// How databases differ. Statements name tables with their schema, `tollgate.entity`; where there
/// are no schemas its name is left out.
public enum Dialect {
    POSTGRESQL,
    SQLITE;

    static final String SCHEMA = "tollgate";
    private static final String PREFIX = SCHEMA + ".";

    /// The statement as this database understands it.
    String understood(String sql) {
        return switch (this) {
            case POSTGRESQL -> sql;
            case SQLITE -> sql.replace(PREFIX, "");
        };
    }

    /// A parameter that is a JSON text.
    public String json() {
        return switch (this) {
            case POSTGRESQL -> "cast(? as json)";
            case SQLITE -> "?";
        };
    }

    /// A moment as the value of a parameter, to the microsecond.
    public Object moment(Instant instant) {
        return switch (this) {
            case POSTGRESQL ->
                    OffsetDateTime.ofInstant(
                            instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
            case SQLITE -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        };
    }
}
