package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.bootstrap.words.Nearest;

import java.util.Optional;

/// Which provider an entry's `model` is at, and the model's name there.
///
/// @param provider facts of the provider
/// @param model without prefix
record Upstream(KnownProviders.Facts provider, String model) {

    /// @param written `litellm_params.model`
    /// @param custom `custom_llm_provider`, empty if not given
    /// @param apiBase as written, empty if not given
    static Upstream of(
            String written,
            String custom,
            String apiBase,
            KnownProviders providers,
            ModelCards cards)
            throws LeftOut {
        int slash = written.indexOf('/');
        String prefix = slash > 0 ? written.substring(0, slash) : "";
        String rest = slash > 0 ? written.substring(slash + 1) : "";
        if (!custom.isEmpty()) {
            Optional<KnownProviders.Facts> facts = providers.find(custom);
            if (facts.isEmpty()) {
                throw unknown("custom_llm_provider", custom, providers);
            }
            return new Upstream(facts.get(), prefix.equals(custom) ? rest : written);
        }
        Optional<KnownProviders.Facts> byPrefix = providers.find(prefix);
        if (byPrefix.isPresent()) {
            if (rest.isEmpty()) {
                throw LeftOut.mistake(
                        "model", "names no model after the slash.", "Write `provider/model`.");
            }
            return new Upstream(byPrefix.get(), rest);
        }
        Optional<KnownProviders.Facts> byName =
                providers.find(plainProvider(cards.providerOf(written)));
        if (byName.isPresent()) {
            return new Upstream(byName.get(), written);
        }
        Optional<KnownProviders.Facts> byHost =
                apiBase.isEmpty() ? Optional.empty() : providers.infer(apiBase);
        if (byHost.isPresent()) {
            return new Upstream(byHost.get(), written);
        }
        if (!prefix.isEmpty() && apiBase.isEmpty()) {
            throw unknown("model", prefix, providers);
        }
        throw LeftOut.mistake(
                "model",
                "\"" + written + "\" names no provider, and it is no model known by name.",
                apiBase.isEmpty()
                        ? "Write the provider in front, such as `openai/" + written + "`."
                        : "Write `openai/" + written + "` for a server that speaks OpenAI's API.");
    }

    private static LeftOut unknown(String key, String prefix, KnownProviders providers) {
        String question = Nearest.question(prefix, providers.prefixes());
        return LeftOut.mistake(
                key,
                "there is no provider \"" + prefix + "\".",
                question.isEmpty()
                        ? "For a server that speaks OpenAI's API write `openai/` and its"
                                + " `api_base`."
                        : question);
    }

    /// The catalogue lists some providers in several parts.
    private static String plainProvider(String listed) {
        if (listed.startsWith("vertex_ai")) {
            return "vertex_ai";
        }
        return listed.startsWith("bedrock") ? "bedrock" : listed;
    }
}
