package dev.tollgate.adapters.persistence.sql;

/// Something to do in a database. It may be done again from the start.
@FunctionalInterface
public interface Work<T> {
    T in(Statements statements);
}
