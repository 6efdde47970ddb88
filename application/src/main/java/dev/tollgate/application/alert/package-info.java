/// What owners of budgets are told: that they are nearly spent, or spent. Whoever writes an alert
/// down first among all replicas sends it; one that was not sent is sent by any of them later.
@NullMarked
package dev.tollgate.application.alert;

import org.jspecify.annotations.NullMarked;
