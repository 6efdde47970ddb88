/// Reads `config.yaml` and checks it. Two stages: raw nodes that keep their line and may miss
/// anything, then a checker that collects every problem it finds and builds values that are valid.
/// No input makes it throw, and no secret is in what it reports.
@NullMarked
package dev.tollgate.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
