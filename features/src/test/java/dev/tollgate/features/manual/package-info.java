/// Turns the feature files and their results into a manual to read.
@NullMarked
package dev.tollgate.features.manual;

import org.jspecify.annotations.NullMarked;
