package dev.tollgate.domain.routing;

import dev.tollgate.domain.failure.Exclusion.Reason;
import dev.tollgate.domain.fleet.DeploymentState.Circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Leaves out the deployments that may not serve a call now, each filter looking at what the ones
/// before it left.
final class Filters {
    private static final long MINUTE_MILLIS = 60_000;
    private static final Duration PROBE_TIME = Duration.ofSeconds(1);

    private final RoutingRules rules;
    private final CallFacts facts;
    private final Instant now;
    private final List<Contender> all;
    private final Sieve sieve;
    private List<Contender> tagged;
    private boolean limited;

    Filters(RoutingRules rules, CallFacts facts, Instant now, List<Contender> all) {
        this.rules = rules;
        this.facts = facts;
        this.now = now;
        this.all = all;
        this.sieve = new Sieve(all);
        this.tagged = all;
    }

    Sieve run() {
        if (rules.tags().enabled()) {
            sieve.drop(Reason.TAGS, new TagFilter(rules.tags(), facts, all)::objection);
            tagged = sieve.left();
        }
        if (rules.healthFreshness().isPositive()) {
            sieve.dropUnlessAll(Reason.UNHEALTHY, this::unhealthy);
        }
        sieve.drop(Reason.COOLING_DOWN, this::cooling);
        if (facts.standIn() && all.size() == 1) {
            sieve.drop(Reason.CIRCUIT_OPEN, Filters::probed);
        }
        if (rules.preCallChecks()) {
            sieve.drop(Reason.CONTEXT_WINDOW, this::tooLong);
            sieve.drop(Reason.RATE_LIMIT, Filters::requestsUsedUp);
        }
        if (rules.enforceRateLimits()) {
            boolean some = !sieve.empty();
            sieve.drop(Reason.RATE_LIMIT, Filters::limitReached);
            limited = some && sieve.empty();
        }
        return sieve;
    }

    private String unhealthy(Contender contender) {
        return contender.state().health().unhealthyWithin(rules.healthFreshness(), now)
                ? "failed a health check at " + contender.state().health().at()
                : "";
    }

    private String cooling(Contender contender) {
        return contender.state().coolingAt(now) ? "until " + contender.state().coolingUntil() : "";
    }

    private static String probed(Contender contender) {
        return contender.state().circuit() == Circuit.PROBED
                ? "another call tests whether it works again"
                : "";
    }

    private String tooLong(Contender contender) {
        int window = contender.deployment().card().maxInputTokens();
        return window > 0 && facts.promptTokens() > window
                ? "takes %d input tokens, the prompt has %d".formatted(window, facts.promptTokens())
                : "";
    }

    private static String requestsUsedUp(Contender contender) {
        long rpm = contender.deployment().share().rpm();
        return rpm > 0 && contender.state().requests() >= rpm
                ? used("RPM", rpm, contender.state().requests())
                : "";
    }

    private static String limitReached(Contender contender) {
        long tpm = contender.deployment().share().tpm();
        String requests = requestsUsedUp(contender);
        if (!requests.isEmpty() || tpm <= 0 || contender.state().likelyTokens() < tpm) {
            return requests;
        }
        return used("TPM", tpm, contender.state().likelyTokens());
    }

    private static String used(String what, long limit, long usage) {
        return "%s limit=%d, current usage=%d".formatted(what, limit, usage);
    }

    /// Why nobody is left: what would stand in the way at any time comes before what passes.
    Shortage shortage() {
        if (tagged.isEmpty()) {
            return new Shortage.NoTags();
        }
        if (rules.preCallChecks() && tagged.stream().noneMatch(each -> tooLong(each).isEmpty())) {
            return promptTooLong();
        }
        Duration wait = untilFirstIsBack();
        return limited ? new Shortage.LimitsUsedUp(wait) : new Shortage.NobodyNow(wait);
    }

    private Shortage promptTooLong() {
        Contender longest = tagged.getFirst();
        for (Contender each : tagged) {
            if (window(each) > window(longest)) {
                longest = each;
            }
        }
        return new Shortage.PromptTooLong(
                longest.candidate().upstreamModel(), facts.promptTokens(), window(longest));
    }

    private static int window(Contender contender) {
        return contender.deployment().card().maxInputTokens();
    }

    /// Until the first of those that are out for a time is back.
    private Duration untilFirstIsBack() {
        Duration shortest = Duration.ofMillis(MINUTE_MILLIS);
        for (Contender each : tagged) {
            Duration its = untilBack(each);
            if (tooLong(each).isEmpty() && its.compareTo(shortest) < 0) {
                shortest = its;
            }
        }
        return shortest;
    }

    private Duration untilBack(Contender contender) {
        Instant back = now;
        if (contender.state().coolingAt(now)) {
            back = contender.state().coolingUntil();
        }
        if (!unhealthy(contender).isEmpty()) {
            back = later(back, contender.state().health().at().plus(rules.healthFreshness()));
        }
        if (!limitReached(contender).isEmpty()) {
            long millis = Math.floorMod(now.toEpochMilli(), MINUTE_MILLIS);
            back = later(back, now.plusMillis(MINUTE_MILLIS - millis));
        }
        return back.equals(now) ? PROBE_TIME : Duration.between(now, back);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
