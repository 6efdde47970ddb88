/// Taking down what is said in calls, where the operator wants it kept: behind the calls' backs,
/// within bounds, and never at their expense.
@NullMarked
package dev.tollgate.application.transcript;

import org.jspecify.annotations.NullMarked;
