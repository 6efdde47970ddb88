package dev.tollgate.application.port.in;

import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Usd;

import java.time.Duration;
import java.util.Optional;

/// What the response headers tell of how a call was served. Texts are empty where there is nothing
/// to tell, numbers are -1.
///
/// @param callId the call's id
/// @param deploymentId deployment that answered, or failed last
/// @param group model group that answered
/// @param modelName the deployment's configured model, with its provider prefix
/// @param apiBase the deployment's base URL, without query
/// @param region the deployment's region
/// @param upstream the provider's response headers
/// @param attemptedRetries attempts after the first one in the answering group
/// @param maxRetries how many there could have been
/// @param attemptedFallbacks groups tried after the one asked for
/// @param timeout bound of the last attempt; zero if none was made
/// @param bill what the call cost, if priced and already known
/// @param key what is told of the caller's key
/// @param duration from the call's arrival until now
/// @param overhead the part of it that was spent in the gateway
public record ReplyFacts(
        String callId,
        String deploymentId,
        String group,
        String modelName,
        String apiBase,
        String region,
        HeaderLines upstream,
        int attemptedRetries,
        int maxRetries,
        int attemptedFallbacks,
        Duration timeout,
        Optional<Bill> bill,
        KeyFacts key,
        Duration duration,
        Duration overhead) {

    public Optional<Usd> cost() {
        return bill.map(Bill::cost);
    }

    /// For a call that never reached a deployment.
    public static ReplyFacts none(String callId) {
        return new ReplyFacts(
                callId,
                "",
                "",
                "",
                "",
                "",
                HeaderLines.NONE,
                -1,
                -1,
                -1,
                Duration.ZERO,
                Optional.empty(),
                KeyFacts.NONE,
                Duration.ZERO,
                Duration.ZERO);
    }
}
