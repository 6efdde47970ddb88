/// What management calls create, change and delete: keys, users, teams, budgets, … as they are
/// kept.
@NullMarked
package dev.tollgate.domain.entity;

import org.jspecify.annotations.NullMarked;
