package dev.tollgate.adapters.persistence.sql;

import io.helidon.dbclient.DbRow;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One row of an answer. Columns are asked for by the name that the statement gives them.
public final class Row {
    private final DbRow row;

    Row(DbRow row) {
        this.row = row;
    }

    private Optional<Object> value(String column) {
        // Its own asOptional fails on a value that is null.
        return Optional.ofNullable(row.column(column).get(Object.class));
    }

    private Object present(String column) {
        return value(column).orElseThrow(() -> new IllegalStateException(column + " has no value"));
    }

    /// A text; empty where there is none.
    public String text(String column) {
        return value(column).map(String::valueOf).orElse("");
    }

    /// A whole number.
    public long number(String column) {
        return number(column, present(column));
    }

    /// A whole number, or nothing.
    public Optional<Long> optionalNumber(String column) {
        return value(column).map(it -> number(column, it));
    }

    private static long number(String column, Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number;
            case BigDecimal number -> number.longValueExact();
            default -> throw unexpected(column, value);
        };
    }

    /// An exact number with decimals.
    public BigDecimal decimal(String column) {
        return switch (present(column)) {
            case BigDecimal number -> number;
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Object value -> throw unexpected(column, value);
        };
    }

    public boolean yes(String column) {
        return switch (present(column)) {
            case Boolean yes -> yes;
            case Integer number -> number != 0;
            case Object value -> throw unexpected(column, value);
        };
    }

    /// Bytes as they were written.
    public byte[] bytes(String column) {
        return switch (present(column)) {
            case byte[] bytes -> bytes;
            case Object value -> throw unexpected(column, value);
        };
    }

    /// A moment that [Dialect#moment] wrote.
    public Instant moment(String column) {
        return switch (present(column)) {
            case Timestamp timestamp -> timestamp.toInstant();
            case Long micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            case Integer micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            case Object value -> throw unexpected(column, value);
        };
    }

    private static IllegalStateException unexpected(String column, Object value) {
        return new IllegalStateException(column + " came as a " + value.getClass().getSimpleName());
    }
}
