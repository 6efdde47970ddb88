package dev.tollgate.application.call;

import dev.tollgate.application.budget.Reservation;
import dev.tollgate.application.desk.Claim;
import dev.tollgate.application.limit.RateBook;
import dev.tollgate.application.port.in.KeyFacts;
import dev.tollgate.application.port.in.ReplyFacts;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.retry.Allowance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How far a call has come: which group it is in, how many attempts it has made, and what its last
/// one was, as response headers tell it.
final class CallProgress {
    private final AdmittedCall admitted;
    private ModelCall asked;
    private String group = "";
    private Outlook outlook = Outlook.NOTHING;
    private int fallbacks;
    private int made;
    private int retries;
    private int maxRetries;
    private Duration timeout = Duration.ZERO;
    private Optional<Candidate> last = Optional.empty();
    private Optional<Claim> lastClaim = Optional.empty();
    private HeaderLines upstream = HeaderLines.NONE;
    private Optional<Bill> bill = Optional.empty();

    CallProgress(AdmittedCall admitted) {
        this.admitted = admitted;
        this.asked = admitted.call();
    }

    /// The attempts that follow belong to this group.
    ///
    /// @param its the call as the group gets it
    /// @param around what else could be tried
    /// @param groupsBefore groups that were tried before it
    void enter(ModelCall its, String newGroup, Outlook around, int groupsBefore) {
        asked = its;
        group = newGroup;
        outlook = around;
        fallbacks = groupsBefore;
    }

    /// The call as the group gets it.
    ModelCall asked() {
        return asked;
    }

    String group() {
        return group;
    }

    /// How many more attempts the call may make.
    int left() {
        return admitted.rules().retries().maxAttempts() - made;
    }

    boolean nothingMade() {
        return made == 0;
    }

    /// Whether the group has another deployment, or another group may stand in.
    boolean alternative(FailureKind kind) {
        return outlook.others() || outlook.standIn(kind);
    }

    /// Whether another group may be asked after a failure of this kind.
    boolean standIn(FailureKind kind) {
        return left() > 0 && outlook.standIn(kind);
    }

    /// Whether anybody may be asked at once after a failure of this kind.
    boolean elsewhere(FailureKind kind) {
        return left() > 0 && outlook.elsewhere(kind);
    }

    /// The retries after a failure of this deployment; remembered for the response headers.
    Allowance allow(Candidate candidate, FailureKind kind) {
        Allowance allowance = allowance(candidate, kind);
        maxRetries = allowance.retries();
        return allowance;
    }

    Allowance allowance(Candidate candidate, FailureKind kind) {
        return admitted.rules()
                .retries()
                .allowance(
                        kind,
                        group,
                        admitted.call().overrides().numRetries(),
                        candidate.deployment().limits().numRetries());
    }

    /// What a failure in the current group is to the call.
    CallFailure failed(ProviderFailure failure) {
        return new CallFailure.ProviderFailed(failure, group, admitted.recorder().attempts(), "");
    }

    /// One more attempt counts, whose limits are worked out next.
    void counts() {
        made++;
    }

    /// An attempt begins.
    ///
    /// @param retriesBefore made before it
    void begins(Candidate candidate, int retriesBefore, Duration itsTimeout) {
        retries = retriesBefore;
        last = Optional.of(candidate);
        timeout = itsTimeout;
        upstream = HeaderLines.NONE;
        bill = Optional.empty();
    }

    void claimed(Claim claim) {
        lastClaim = Optional.of(claim);
    }

    /// The provider's headers.
    void answeredWith(HeaderLines headers) {
        upstream = headers;
    }

    /// @param price of the answer; empty: unpriced, or a failure
    void billed(Optional<Bill> price) {
        bill = price;
    }

    ReplyFacts facts() {
        if (last.isEmpty()) {
            return ReplyFacts.none(admitted.call().id());
        }
        Deployment deployment = last.get().deployment();
        return new ReplyFacts(
                admitted.call().id(),
                deployment.id().value(),
                group,
                deployment.provider() + "/" + last.get().upstreamModel(),
                deployment.apiBase(),
                deployment.region(),
                upstream,
                retries,
                maxRetries,
                fallbacks,
                timeout,
                bill,
                keyFacts(),
                admitted.recorder().elapsed(),
                admitted.recorder().overhead());
    }

    private KeyFacts keyFacts() {
        if (lastClaim.isEmpty()) {
            return KeyFacts.NONE;
        }
        Optional<Reservation.KeyAccount> account = lastClaim.get().reservation().key();
        List<RateBook.Left> left = admitted.ticket().left();
        OptionalLong bound = lastClaim.get().told().output();
        return account.isEmpty() && left.isEmpty() && bound.isEmpty()
                ? KeyFacts.NONE
                : new KeyFacts(
                        bound,
                        account.map(Reservation.KeyAccount::spent),
                        account.map(Reservation.KeyAccount::limit),
                        left.stream()
                                .map(each -> new KeyFacts.Remaining(each.limit(), each.remaining()))
                                .toList());
    }
}
