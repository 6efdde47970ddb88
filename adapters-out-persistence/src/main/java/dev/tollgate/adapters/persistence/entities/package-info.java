/// The managed objects in a database: one table for all kinds, one of copies of the deleted ones,
/// and one of what changed lately.
@NullMarked
package dev.tollgate.adapters.persistence.entities;

import org.jspecify.annotations.NullMarked;
