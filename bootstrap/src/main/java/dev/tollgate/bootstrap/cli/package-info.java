/// The command line: every flag and the environment variables behind them, read into one record.
/// Nothing here knows how a gateway is built; that is handed in as a [Launch].
@NullMarked
package dev.tollgate.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
