/// Management of keys, users and teams: who may do what to whom, which values are valid, and what
/// is kept. Objects are kept through [dev.tollgate.application.port.out.Entities] under the field
/// names that callers use; spend is never kept with them but read from the accounts.
@NullMarked
package dev.tollgate.application.manage;

import org.jspecify.annotations.NullMarked;
