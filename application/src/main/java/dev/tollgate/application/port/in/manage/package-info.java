/// Management calls: what may be asked of keys, users and teams, by whom, and what comes of it.
/// Objects are [dev.tollgate.domain.entity.Fields] under the names that callers use; a field that
/// is null is to be cleared, one that is absent to be left alone.
@NullMarked
package dev.tollgate.application.port.in.manage;

import org.jspecify.annotations.NullMarked;
