package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.domain.usage.Usage;

import java.util.Map;

/// Adds what earlier attempts spent to the usage that the last one reports.
final class UsageSum {
    private UsageSum() {}

    /// @param usage the chunk's `usage`, an object
    static void add(Splice chunk, Member usage, Usage spent) {
        if (usage.kind() != '{') {
            return;
        }
        Splice counts = usage.inside();
        add(
                counts,
                Map.of(
                        "prompt_tokens", spent.inputTokens(),
                        "completion_tokens", spent.outputTokens(),
                        "total_tokens", spent.totalTokens(),
                        "prompt_cache_hit_tokens", spent.cacheReadTokens(),
                        "cache_read_input_tokens", spent.cacheReadTokens(),
                        "cache_creation_input_tokens",
                                spent.cacheWriteTokens() + spent.cacheWrite1hTokens()));
        addInside(
                counts,
                "prompt_tokens_details",
                Map.of(
                        "cached_tokens", spent.cacheReadTokens(),
                        "audio_tokens", spent.audioInputTokens(),
                        "cache_creation_tokens",
                                spent.cacheWriteTokens() + spent.cacheWrite1hTokens()));
        addInside(
                counts,
                "completion_tokens_details",
                Map.of(
                        "reasoning_tokens", spent.reasoningTokens(),
                        "audio_tokens", spent.audioOutputTokens()));
        replace(chunk, usage, counts);
    }

    private static void addInside(Splice counts, String name, Map<String, Long> more) {
        Member details = counts.find(name);
        if (details != null && details.kind() == '{') {
            Splice inside = details.inside();
            add(inside, more);
            replace(counts, details, inside);
        }
    }

    private static void add(Splice counts, Map<String, Long> more) {
        more.forEach(
                (name, count) -> {
                    Member member = counts.find(name);
                    if (member != null && count > 0 && Character.isDigit(member.kind())) {
                        long sum = member.scanner().readCount() + count;
                        counts.replace(member, JsonText.bytes(Long.toString(sum)));
                    }
                });
    }

    private static void replace(Splice container, Member member, Splice inside) {
        if (inside.changed()) {
            Parts parts = new Parts();
            inside.writeTo(parts);
            container.replace(member, parts);
        }
    }
}
