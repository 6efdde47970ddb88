package dev.tollgate.application.setup;

import java.time.Duration;

/// What is done about streams that do not begin or break.
///
/// @param continued carry a broken stream on elsewhere, where that can be done honestly
///   (`continue_streams`)
/// @param tellCost tell the cost in the usage of a stream (`include_cost_in_streaming_usage`)
/// @param firstToken longest wait for the first token while another deployment or a stand-in is
///   left: zero: learned, [#NEVER]: no such limit
public record StreamRules(boolean continued, boolean tellCost, Duration firstToken) {
    public static final Duration NEVER = Duration.ofSeconds(-1);
    public static final StreamRules DEFAULT = new StreamRules(true, Duration.ZERO);

    /// Tells the cost.
    public StreamRules(boolean continued, Duration firstToken) {
        this(continued, true, firstToken);
    }
}
