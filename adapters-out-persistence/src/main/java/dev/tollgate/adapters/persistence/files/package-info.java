/// What lives as plain files in the data directory.
@NullMarked
package dev.tollgate.adapters.persistence.files;

import org.jspecify.annotations.NullMarked;
