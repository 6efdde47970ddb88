/// Fixtures in the domain's words, for the tests of every module.
@NullMarked
package dev.tollgate.domain.testkit;

import org.jspecify.annotations.NullMarked;
