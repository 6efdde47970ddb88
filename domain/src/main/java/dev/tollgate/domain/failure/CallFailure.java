package dev.tollgate.domain.failure;

import java.time.Duration;
import java.util.List;

/// Why a call has no (whole) answer.
public sealed interface CallFailure {
    /// No deployment, alias, pattern or default answers to this name.
    record UnknownModel(String model) implements CallFailure {}

    /// The group has deployments, but none may be tried now.
    ///
    /// @param retryAfter the earliest moment at which one may
    record NoDeployment(String group, List<Exclusion> exclusions, Duration retryAfter)
            implements CallFailure {
        public NoDeployment {
            exclusions = List.copyOf(exclusions);
        }
    }

    /// The last deployments that were left have used up their requests or tokens of this minute,
    /// which are limits here.
    ///
    /// @param retryAfter the earliest moment at which one may be tried
    record LimitsUsedUp(String group, List<Exclusion> exclusions, Duration retryAfter)
            implements CallFailure {
        public LimitsUsedUp {
            exclusions = List.copyOf(exclusions);
        }
    }

    /// No deployment of the group has the call's tags.
    record NotAllowedByTags(String group, List<String> tags, List<Exclusion> exclusions)
            implements CallFailure {
        public NotAllowedByTags {
            tags = List.copyOf(tags);
            exclusions = List.copyOf(exclusions);
        }
    }

    /// The prompt is longer than every context window of the group.
    ///
    /// @param model the model with the longest one
    /// @param tokens the prompt's
    /// @param limit the window's
    record PromptTooLong(
            String group, String model, long tokens, long limit, List<Exclusion> exclusions)
            implements CallFailure {
        public PromptTooLong {
            exclusions = List.copyOf(exclusions);
        }
    }

    /// Every attempt failed; this is the first group's last failure.
    ///
    /// @param group the model group asked for
    /// @param attempts attempts over all groups
    /// @param lastFallback the last fallback group that failed too; empty if none was tried
    record ProviderFailed(ProviderFailure failure, String group, int attempts, String lastFallback)
            implements CallFailure {}

    /// The gateway's own limits refused the call.
    record Refused(Refusal refusal) implements CallFailure {}

    /// The call's total deadline passed.
    record DeadlineExceeded(Duration deadline) implements CallFailure {}

    /// The gateway is closing and cut the call off.
    record ShuttingDown() implements CallFailure {}

    /// The caller hung up; nobody reads the answer.
    record CallerLeft() implements CallFailure {}

    /// The gateway itself failed. No caller is told more than that.
    ///
    /// @param cause for the operator
    record Bug(Throwable cause) implements CallFailure {}
}
