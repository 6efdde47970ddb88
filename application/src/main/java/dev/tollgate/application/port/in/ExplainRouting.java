package dev.tollgate.application.port.in;

import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.ModelCatalog.Via;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.fleet.DeploymentState;
import dev.tollgate.domain.routing.RoutingRules;
import dev.tollgate.domain.routing.Shortage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tells where a call would go now, and why not elsewhere, without making one.
public interface ExplainRouting {
    /// @return nothing where nobody answers to the model's name
    Optional<Explanation> explain(Question question);

    /// @param model as a caller would ask for it
    /// @param team whose call it would be; empty: nobody's
    /// @param tags of the call
    /// @param userAgent of the caller; empty: none
    record Question(String model, String team, List<String> tags, String userAgent) {
        public Question {
            tags = List.copyOf(tags);
        }
    }

    /// @param asked the name that was looked up
    /// @param via how it was found
    /// @param group the model group it leads to
    /// @param at the moment this holds for
    /// @param levels one possible order of attempts: where chance decides, the next call may see
    ///   another one
    /// @param leftOut deployments that would not be asked
    /// @param shortage why there are no levels, where there are none
    /// @param fallbacks groups that stand in, in order
    /// @param longPromptFallbacks the same for prompts that are too long
    /// @param contentPolicyFallbacks the same for refusals by content policy
    record Explanation(
            String asked,
            Via via,
            String group,
            RoutingRules rules,
            Instant at,
            List<List<Known>> levels,
            List<LeftOut> leftOut,
            Shortage shortage,
            List<String> fallbacks,
            List<String> longPromptFallbacks,
            List<String> contentPolicyFallbacks) {
        public Explanation {
            levels = List.copyOf(levels);
            leftOut = List.copyOf(leftOut);
            fallbacks = List.copyOf(fallbacks);
            longPromptFallbacks = List.copyOf(longPromptFallbacks);
            contentPolicyFallbacks = List.copyOf(contentPolicyFallbacks);
        }
    }

    /// A candidate and what is known of it.
    ///
    /// @param share the part of its share of the traffic that it gets: less than one while it is
    ///   eased in
    record Known(Candidate candidate, DeploymentState state, double share) {}

    record LeftOut(Known known, Exclusion.Reason reason, String detail) {}
}
