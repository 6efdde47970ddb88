/// What was said in calls, beside the ledger: shortened, packed, and only where it is asked for.
@NullMarked
package dev.tollgate.adapters.persistence.transcripts;

import org.jspecify.annotations.NullMarked;
