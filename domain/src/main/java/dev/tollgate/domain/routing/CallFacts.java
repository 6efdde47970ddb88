package dev.tollgate.domain.routing;

import java.util.List;

/// What a plan goes by on the caller's side.
///
/// @param tags tags of the call, all sources together
/// @param userAgent the caller's `User-Agent`; empty: none
/// @param promptTokens the prompt's length in tokens, or [#NOT_COUNTED]
public record CallFacts(List<String> tags, String userAgent, long promptTokens) {
    public static final long NOT_COUNTED = -1;
    public static final CallFacts NONE = new CallFacts(List.of(), "", NOT_COUNTED);

    public CallFacts {
        tags = List.copyOf(tags);
    }
}
