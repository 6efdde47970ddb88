/// The training run of the build: a gateway that serves itself a few calls, so that the AOT cache
/// made from it knows the classes and the hot methods of every later start.
@NullMarked
package dev.tollgate.bootstrap.training;

import org.jspecify.annotations.NullMarked;
