/// What all SQL stands on, whatever the database: statements within a time limit, transactions that
/// are repeated where they met another one, tables brought up to date, and one place that says what
/// a failure means. Statements are written once for all databases; [Dialect] knows the differences.
@NullMarked
package dev.tollgate.adapters.persistence.sql;

import org.jspecify.annotations.NullMarked;
