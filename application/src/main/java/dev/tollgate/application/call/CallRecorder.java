package dev.tollgate.application.call;

import dev.tollgate.application.ledger.CallEntries;
import dev.tollgate.application.port.out.CallLog;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.ModelCatalog;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keeps the story of one call and tells it to the log once, before the last byte of the answer is
/// released.
final class CallRecorder {
    private final ModelCall call;
    private final ModelCatalog catalog;
    private final CallEntries entries;
    private final CallLog log;
    private final LongSupplier nanoTime;
    private final long arrived;
    private final List<CallLog.Attempt> attempts = new ArrayList<>(1);
    private final List<Exclusion> leftOut = new ArrayList<>(0);
    private long providerNanos;
    private boolean told;

    CallRecorder(
            ModelCall call,
            ModelCatalog catalog,
            CallEntries entries,
            CallLog log,
            LongSupplier nanoTime) {
        this.call = call;
        this.catalog = catalog;
        this.entries = entries;
        this.log = log;
        this.nanoTime = nanoTime;
        this.arrived = nanoTime.getAsLong();
    }

    ModelCall call() {
        return call;
    }

    CallEntries entries() {
        return entries;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    Duration elapsed() {
        return Duration.ofNanos(now() - arrived);
    }

    /// The part of the elapsed time that was not spent waiting for providers.
    Duration overhead() {
        return Duration.ofNanos(Math.max(0, now() - arrived - providerNanos));
    }

    void attempted(CallLog.Attempt attempt) {
        attempts.add(attempt);
    }

    void waitedForProvider(long nanos) {
        providerNanos += nanos;
    }

    /// Deployments that are not asked, or not once more.
    void leftOut(List<Exclusion> deployments) {
        leftOut.addAll(deployments);
    }

    int attempts() {
        return attempts.size();
    }

    void ended(Optional<CallFailure> failure) {
        if (!told) {
            told = true;
            failure.ifPresent(this::failed);
            log.ended(new CallLog.Entry(call, attempts, leftOut, failure, elapsed()));
        }
    }

    /// Who was refused, found nobody to ask, or got no whole answer is in the ledger as well.
    private void failed(CallFailure failure) {
        entries.failed(FailureWords.of(failure), configured());
    }

    /// The name that was asked for, if it is one of the configuration's or of the key's. Of others
    /// callers make up as many as they like.
    private String configured() {
        String name = call.model();
        String meant = call.caller().holder().aliases().getOrDefault(name, name);
        return catalog.resolve(meant, call.caller().holder().team())
                .filter(found -> found.via() != Via.PATTERN)
                .map(_ -> name)
                .orElse("");
    }
}
