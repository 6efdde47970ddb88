/// The steps of the features, one class per topic. They know the driver and nothing behind it.
@NullMarked
package dev.tollgate.features.steps;

import org.jspecify.annotations.NullMarked;
