/// Taking over what another gateway keeps: what its rows mean here, what becomes of each, and what
/// was spent there. Everything may be done again without doubling anything.
@NullMarked
package dev.tollgate.application.takeover;

import org.jspecify.annotations.NullMarked;
