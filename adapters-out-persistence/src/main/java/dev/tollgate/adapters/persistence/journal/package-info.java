/// The journal in memory-mapped files: what was written to it is kept when the process dies,
/// without a system call on the way of a call. The format and its reasons are in
/// `docs/decisions/0001-the-journal.md` of this module.
@NullMarked
package dev.tollgate.adapters.persistence.journal;

import org.jspecify.annotations.NullMarked;
