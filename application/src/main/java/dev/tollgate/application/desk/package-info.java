/// Admission: a ticket per call, a claim per attempt. Nobody reaches a provider without a claim,
/// and every claim ends settled or released exactly once.
@NullMarked
package dev.tollgate.application.desk;

import org.jspecify.annotations.NullMarked;
