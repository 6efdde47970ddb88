/// The catalogue of known models: prices, limits, capabilities.
///
/// The data is the resource `models.txt` beside these classes, one model per line, edited by hand:
/// its head says how a line is written, and a test reads every line. A line is split only when its
/// model is asked for, so the file costs a start of the gateway one scan for line ends.
@NullMarked
package dev.tollgate.adapters.providers.catalogue;

import org.jspecify.annotations.NullMarked;
