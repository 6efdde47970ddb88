package dev.tollgate.adapters.providers.directory;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// How letters to one provider differ from letters to OpenAI, and how it is addressed. All of it is
/// declared in the directory's data.
///
/// @param renames request fields under other names
/// @param lacks fields it does not support
/// @param only the known fields it supports; empty: all of them
/// @param choices `tool_choice` values sent as another; an empty one is left out
/// @param autoChoiceOnly whether `tool_choice` may only be `auto` or `none`
/// @param clips bounds of numbers
/// @param zeros numbers sent instead of zero where unsupported fields may be dropped
/// @param leastForMany least numbers where more than one answer (`n`) is asked for
/// @param values fields of which only these values are supported; an object counts by its `type`
/// @param reasoningLacks fields that its reasoning models do not support
/// @param reasoningNames parts of the names of models that reason
/// @param stripped keywords that its tools and their schemas may not have
/// @param plainContent whether message content must be one text
/// @param noNulls whether fields with `null` are left out
/// @param maxStops most stop sequences sent; 0: any number
/// @param reasoningRules whether OpenAI's rules for o-series and gpt-5 models hold
/// @param keyScheme scheme of the `Authorization` header
/// @param headers more headers; `{key}` stands for the key
/// @param appendedPath path that every base URL ends in; empty: none
/// @param chatPath path of chat calls; empty: `/chat/completions`
/// @param modelPrefix put before models that do not begin with `modelRoot`
/// @param special rules with a name of their own
public record Traits(
        Map<String, String> renames,
        Set<String> lacks,
        Set<String> only,
        Map<String, String> choices,
        boolean autoChoiceOnly,
        Map<String, Range> clips,
        Map<String, BigDecimal> zeros,
        Map<String, BigDecimal> leastForMany,
        Map<String, Set<String>> values,
        Set<String> reasoningLacks,
        Set<String> reasoningNames,
        Set<String> stripped,
        boolean plainContent,
        boolean noNulls,
        int maxStops,
        boolean reasoningRules,
        String keyScheme,
        Map<String, String> headers,
        String appendedPath,
        String chatPath,
        String modelPrefix,
        String modelRoot,
        Set<Special> special) {

    /// Rules that only a few services have.
    public enum Special {
        /// writes on from a last assistant message that is marked `prefix`
        PREFIX,
        /// and begins its answer with that message's text
        PREFIX_ECHO,
        /// Azure AI Foundry: `/models` path, `api-version`, `api-key` header on its own hosts
        FOUNDRY,
        /// models with an eight-character id have a host of their own
        BASETEN_HOST,
        /// `user.app.model` becomes a model URL
        CLARIFAI_MODEL,
        /// only the part behind the last slash names the model
        MODEL_TAIL
    }

    /// An inclusive range of numbers.
    public record Range(BigDecimal least, BigDecimal most) {}

    public Traits {
        renames = Map.copyOf(renames);
        lacks = Set.copyOf(lacks);
        only = Set.copyOf(only);
        choices = Map.copyOf(choices);
        clips = Map.copyOf(clips);
        zeros = Map.copyOf(zeros);
        leastForMany = Map.copyOf(leastForMany);
        values = Map.copyOf(values);
        reasoningLacks = Set.copyOf(reasoningLacks);
        reasoningNames = Set.copyOf(reasoningNames);
        stripped = Set.copyOf(stripped);
        headers = Map.copyOf(headers);
        special = Set.copyOf(special);
    }

    /// Whether an answer can be bounded.
    public boolean bounds() {
        return Stream.of("max_tokens", "max_completion_tokens")
                .anyMatch(name -> !lacks.contains(name) && (only.isEmpty() || only.contains(name)));
    }

    public boolean has(Special rule) {
        return special.contains(rule);
    }
}
