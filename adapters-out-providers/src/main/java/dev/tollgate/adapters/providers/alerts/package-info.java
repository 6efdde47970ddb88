/// Sends alerts over HTTP: to a webhook of the operator's, and to Slack or what takes its messages.
@NullMarked
package dev.tollgate.adapters.providers.alerts;

import org.jspecify.annotations.NullMarked;
