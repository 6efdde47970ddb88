package dev.tollgate.adapters.providers.anthropic;

import dev.tollgate.domain.catalog.ModelCard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a Claude model takes: as its card states it, else as its name's version tells.
///
/// @param nativeJson answers by a JSON schema without a tool in between
/// @param reasons takes `thinking` at all
/// @param effort takes `output_config.effort`
/// @param effortBeta takes the effort behind a beta header only
/// @param adaptive takes `thinking: {type: adaptive}`
/// @param budgeted takes `thinking: {type: enabled, budget_tokens}`
/// @param xhigh takes the effort `xhigh`
/// @param max takes the effort `max`
/// @param sampling takes `temperature`, `top_p` and `top_k`
/// @param forcedTools takes a tool choice that forces a call
record ModelTraits(
        boolean nativeJson,
        boolean reasons,
        boolean effort,
        boolean effortBeta,
        boolean adaptive,
        boolean budgeted,
        boolean xhigh,
        boolean max,
        boolean sampling,
        boolean forcedTools) {

    /// `claude-3-5-sonnet-20241022`, `claude-opus-4-1`, `claude-sonnet-5`; dates are no versions.
    private static final Pattern NAME =
            Pattern.compile(
                    "claude-(?:(\\d{1,2})(?:[-.](\\d{1,2}))?-)?([a-z]+)"
                            + "(?:-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?)?");

    private static final int UNKNOWN_VERSION = 0;

    static ModelTraits of(String model, ModelCard card) {
        Matcher matcher = NAME.matcher(model);
        boolean known = matcher.find();
        int version = known ? version(matcher) : UNKNOWN_VERSION;
        boolean opus = known && matcher.group(3).equals("opus");
        boolean opus45 = opus && version == 405;
        boolean adaptive = stated(card, "adaptive_thinking", version >= 406);
        return new ModelTraits(
                stated(
                        card,
                        "native_structured_output",
                        version >= 405 || (opus && version == 401)),
                stated(card, "reasoning", version == UNKNOWN_VERSION || version >= 307),
                stated(card, "output_config", version >= 406 || opus45),
                opus45,
                adaptive,
                !adaptive || stated(card, "legacy_thinking", version <= 406),
                stated(card, "xhigh_reasoning_effort", version >= 407),
                stated(card, "max_reasoning_effort", version >= 407 || (opus && version == 406)),
                stated(card, "sampling_params", true),
                stated(card, "forced_tool_use", true));
    }

    private static boolean stated(ModelCard card, String capability, boolean byName) {
        return card.capabilities().contains(capability)
                || (byName && !card.lacks().contains(capability));
    }

    /// Major × 100 + minor.
    private static int version(Matcher matcher) {
        int group = matcher.group(1) != null ? 1 : 4;
        if (matcher.group(group) == null) {
            return UNKNOWN_VERSION;
        }
        String minor = matcher.group(group + 1);
        return Integer.parseInt(matcher.group(group)) * 100
                + (minor == null ? 0 : Integer.parseInt(minor));
    }
}
