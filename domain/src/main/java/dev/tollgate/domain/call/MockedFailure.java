package dev.tollgate.domain.call;

/// A failure that a caller asks for, to see what the gateway makes of it. Only where the operator
/// allows it (`dangerously_allow_mock_testing_request_params`).
public enum MockedFailure {
    /// `mock_testing_fallbacks`: the group asked for fails with an internal error
    FALLBACKS,
    /// `mock_testing_context_fallbacks`: the group asked for finds the prompt too long
    CONTEXT_WINDOW,
    /// `mock_testing_content_policy_fallbacks`: the group asked for refuses by content policy
    CONTENT_POLICY,
    /// `mock_testing_rate_limit_error`: the first attempt is rate limited
    RATE_LIMIT,
    /// `mock_timeout`: every attempt takes longer than its timeout
    TIMEOUT
}
