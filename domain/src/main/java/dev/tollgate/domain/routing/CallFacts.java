package dev.tollgate.domain.routing;

import java.util.List;

/// What a plan goes by on the caller's side.
///
/// @param tags tags of the call, all sources together
/// @param userAgent the caller's `User-Agent`; empty: none
/// @param streaming whether the answer is wanted as a stream
/// @param standIn whether another group may stand in for this one
/// @param promptBytes the size of the request
/// @param promptTokens the prompt's length in tokens, or [#NOT_COUNTED]
public record CallFacts(
        List<String> tags,
        String userAgent,
        boolean streaming,
        boolean standIn,
        long promptBytes,
        long promptTokens) {
    public static final long NOT_COUNTED = -1;
    public static final CallFacts NONE = new CallFacts(List.of(), "", false, false, 0, NOT_COUNTED);

    private static final int BYTES_PER_TOKEN = 4;

    public CallFacts {
        tags = List.copyOf(tags);
    }

    /// A caller of whom only the tags are known.
    public static CallFacts tagged(List<String> tags) {
        return new CallFacts(tags, "", false, false, 0, NOT_COUNTED);
    }

    /// The prompt's tokens, counted or guessed by its size.
    public long likelyPromptTokens() {
        return promptTokens == NOT_COUNTED ? promptBytes / BYTES_PER_TOKEN : promptTokens;
    }
}
