package dev.tollgate.domain.ledger;

import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.entity.KeptText;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One attempt, or the end of a call that no attempt answered, as the ledger keeps it. Texts are
/// empty where there is nothing to say.
///
/// @param id the gateway's own, ordered by time (UUID version 7); the key of the row
/// @param instance the replica that made it, whose leases its cost was reserved in
/// @param call the call it belongs to; one row of spend logs
/// @param attempt its place among the call's attempts, from 1; 0: it is none, but says that the
///   call was refused, or that all its attempts failed
/// @param last whether it is the call's last entry
/// @param payer whose call it was
/// @param target what was asked
/// @param startedAt when the attempt began
/// @param duration from then to its end
/// @param firstToken from its beginning to its first content; zero if unknown or not streamed
/// @param usage tokens
/// @param cost what is charged, after discounts and margins; empty: unpriced
/// @param listCost the same before them
/// @param outcome how it ended
/// @param accounts where its cost is added
public record LedgerEntry(
        UUID id,
        String instance,
        CallFacts call,
        int attempt,
        boolean last,
        Payer payer,
        Target target,
        Instant startedAt,
        Duration duration,
        Duration firstToken,
        Usage usage,
        Optional<Usd> cost,
        Optional<Usd> listCost,
        Outcome outcome,
        List<BudgetAccount> accounts) {
    /// The instance of calls that another gateway carried out, whose history was taken over. They
    /// are told in reports and counted in no account: opening balances have what was spent there.
    public static final String ELSEWHERE = "elsewhere";

    public LedgerEntry {
        accounts = List.copyOf(accounts);
    }

    /// The same attempt at its end.
    ///
    /// @param price what is charged; empty: unpriced
    /// @param listPrice the same before discounts and margins
    /// @param answerId what the answer calls itself; empty: it does not, or there was none
    public LedgerEntry ended(
            Duration took,
            Duration untilFirstToken,
            Usage used,
            Optional<Usd> price,
            Optional<Usd> listPrice,
            Outcome how,
            boolean lastOfCall,
            String answerId) {
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                lastOfCall,
                payer,
                target.answeredAs(answerId),
                startedAt,
                took,
                untilFirstToken,
                used,
                price,
                listPrice,
                how,
                accounts);
    }

    /// Whether another gateway carried it out.
    public boolean elsewhere() {
        return instance.equals(ELSEWHERE);
    }

    public Usd charged() {
        return cost.orElse(Usd.ZERO);
    }

    /// This entry with what another attempt of its call cost and used besides.
    public LedgerEntry plus(Usd more, Usage moreUsage) {
        LedgerEntry dearer = more.nanos() == 0 ? this : charging(charged().plus(more));
        return dearer.using(usage.plus(moreUsage));
    }

    private LedgerEntry using(Usage its) {
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                last,
                payer,
                target,
                startedAt,
                duration,
                firstToken,
                its,
                cost,
                listCost,
                outcome,
                accounts);
    }

    /// The same at another cost.
    public LedgerEntry charging(Usd its) {
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                last,
                payer,
                target,
                startedAt,
                duration,
                firstToken,
                usage,
                Optional.of(its),
                listCost,
                outcome,
                accounts);
    }

    /// This attempt, if nobody is left to tell how it ended.
    ///
    /// @param reserved what it is charged
    public LedgerEntry interrupted(Usd reserved) {
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                true,
                payer,
                target,
                startedAt,
                duration,
                firstToken,
                usage,
                Optional.of(reserved),
                listCost.or(() -> Optional.of(reserved)),
                new Outcome(Status.INTERRUPTED, "interrupted", "the attempt's end was never told"),
                accounts);
    }

    /// @param id the gateway's own id of the call, also ordered by time
    /// @param callerId what the caller calls it (`x-litellm-call-id`), or the gateway's own again
    /// @param type `acompletion`, `aembedding`, …
    /// @param group the model group that was asked for
    /// @param session groups calls, if the caller named one
    /// @param address the caller's network address
    public record CallFacts(
            UUID id,
            String callerId,
            String type,
            String group,
            String session,
            String address,
            List<String> tags,
            boolean streaming) {
        public CallFacts {
            tags = List.copyOf(tags);
        }
    }

    /// @param keyId the key's immutable id; empty for the master key
    /// @param keyHash SHA-256 of the key
    /// @param keyAlias the key's alias at that time
    /// @param customer the end user
    public record Payer(
            String keyId,
            String keyHash,
            String keyAlias,
            String user,
            String team,
            String teamAlias,
            String organization,
            String customer) {}

    /// @param deployment its id; empty: none was asked
    /// @param group the model group it answers for, which may be a fallback's; where nobody was
    ///   asked that of the call, and empty if there is none
    /// @param model the upstream's name for the model
    /// @param responseId what the answer calls itself that the caller was sent (`chatcmpl-…`)
    /// @param prices the version of the prices it is billed by: a date and what tells them from
    ///   others of that day (`2026-11-23`, `2026-11-26-1f0c…`), with `+config` where the
    ///   configuration has some of its own
    public record Target(
            String deployment,
            String group,
            String provider,
            String model,
            String apiBase,
            String responseId,
            String prices) {
        public static final Target NONE = new Target("", "", "", "", "", "", "");

        /// One of which nobody says by which prices it is billed.
        public Target(
                String deployment,
                String group,
                String provider,
                String model,
                String apiBase,
                String responseId) {
            this(deployment, group, provider, model, apiBase, responseId, "");
        }

        /// The same, billed by these prices.
        public Target pricedBy(String version) {
            return new Target(deployment, group, provider, model, apiBase, responseId, version);
        }

        /// @param id the provider's, who may call an answer what they like
        Target answeredAs(String id) {
            return id.isEmpty()
                    ? this
                    : new Target(
                            deployment,
                            group,
                            provider,
                            model,
                            apiBase,
                            KeptText.beginning(id, id.length()),
                            prices);
        }
    }

    /// @param status how it ended
    /// @param error status code or kind of a failure; empty for a success
    /// @param message what was wrong, without secrets
    public record Outcome(Status status, String error, String message) {
        public static final Outcome SUCCESS = new Outcome(Status.SUCCESS, "", "");

        /// Most characters of a message that was somebody else's words.
        private static final int LONGEST = 500;

        /// One that went wrong.
        ///
        /// @param words what was said about it, of which the beginning is kept, and nothing that
        ///   looks like a key: providers may repeat the one they were asked with
        public static Outcome failed(Status status, String error, String words) {
            return new Outcome(status, error, KeptText.beginning(withoutKeys(words), LONGEST));
        }

        private static String withoutKeys(String words) {
            return SecretNames.likeAKey().matcher(words).replaceAll("(secret)");
        }
    }

    /// How an entry came about.
    public enum Status {
        SUCCESS,
        FAILURE,
        /// the gateway refused the call; nobody was asked
        REFUSED,
        /// the gateway died during the attempt: charged what was reserved for it
        INTERRUPTED,
        /// a lease whose holder is gone, until its journal is found
        UNRECONCILED,
        /// spend set by hand, or carried over
        ADJUSTMENT
    }
}
