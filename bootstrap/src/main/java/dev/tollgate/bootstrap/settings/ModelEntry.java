package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.Deployment.Limits;
import dev.tollgate.domain.catalog.Deployment.Share;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Prices;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One entry of `model_list` on its way to a deployment.
///
/// @param name `model_name`
/// @param group what callers ask for
/// @param params `litellm_params` with what entry, credential and router defaults add to it
/// @param info `model_info`, maybe empty
/// @param defaults what other sections say about every deployment
record ModelEntry(
        ReadingContext context,
        String name,
        String group,
        Section params,
        Section info,
        Defaults defaults) {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(7);
    private static final long MOST_PER_MINUTE = 1_000_000_000_000L;
    private static final int MOST_PARALLEL = 1_000_000;

    /// @param litellm global switches
    /// @param maxParallelRequests `default_max_parallel_requests`; 0: none
    record Defaults(LitellmSettings litellm, int maxParallelRequests) {}

    /// Whether an administrator of one team added it.
    static boolean brought(Section info) {
        return info.map().place().equals(Place.STORED) && info.flag(ReadStored.MARK, false);
    }

    /// Keys and addresses that stand there are the gateway's to use.
    private Environment environment() {
        return brought(info) ? Environment.NONE : context.environment();
    }

    /// The provider and model as written, for display.
    String target() {
        String model = params.text("model");
        String custom = params.text("custom_llm_provider");
        return custom.isEmpty() || model.startsWith(custom + "/") ? model : custom + "/" + model;
    }

    /// @param id the id it gets
    /// @param organization the one organisation meant, empty if none
    /// @param entry as it may be shown
    /// @throws LeftOut if it cannot be served
    DeploymentSpec read(DeploymentId id, String organization, Deployment.Entry entry)
            throws LeftOut {
        String mock = params.text("mock_response");
        Upstream upstream = upstream(mock);
        String apiBase = "";
        Secret apiKey = Secret.NONE;
        String apiVersion = "";
        if (mock.isEmpty()) {
            Connection connection =
                    new Connection(params, group, upstream.provider(), environment());
            refuseNotServed(upstream);
            apiBase = connection.apiBase();
            apiKey = connection.apiKey(apiBase);
            apiVersion = connection.apiVersion();
        }
        ModelCard card = card(upstream, apiBase);
        Limits limits = limits();
        Deployment deployment =
                new Deployment(
                        id,
                        group,
                        upstream.provider().prefix(),
                        upstream.model(),
                        Connection.shown(apiBase),
                        params.text("region_name"),
                        share(),
                        limits,
                        tags(),
                        tagPatterns(),
                        card,
                        entry);
        DeploymentSettings settings =
                new DeploymentSettings(
                        id,
                        upstream.provider().prefix(),
                        upstream.model(),
                        apiBase,
                        apiKey,
                        apiVersion,
                        organization,
                        Secret.of(params.text("azure_ad_token").strip()),
                        headers(),
                        RequestDefaults.of(params, context.known()),
                        params.flag("drop_params", defaults.litellm().dropParams()),
                        params.texts("additional_drop_params"),
                        Set.copyOf(new LinkedHashSet<>(params.texts("allowed_openai_params"))),
                        params.flag("merge_reasoning_content_in_choices", false),
                        mock,
                        params.flag("modify_params", defaults.litellm().modifyParams()),
                        params.flag("ssl_verify", defaults.litellm().verifyTls()),
                        card,
                        limits.maxParallelRequests());
        return new DeploymentSpec(
                deployment,
                settings,
                probe(),
                MoneyReader.budget(
                        params,
                        "max_budget",
                        "budget_duration",
                        Subject.of(Scope.DEPLOYMENT, id.value())));
    }

    private Upstream upstream(String mock) throws LeftOut {
        String model = params.text("model").strip();
        if (model.isEmpty()) {
            throw params.unset("model")
                    .map(
                            variable ->
                                    LeftOut.missing(
                                            "model",
                                            "model \""
                                                    + group
                                                    + "\": model refers to "
                                                    + variable
                                                    + ", which is not set.",
                                            "Set " + variable + "."))
                    .orElseGet(
                            () ->
                                    LeftOut.mistake(
                                            "model",
                                            "litellm_params has no `model`.",
                                            "Add `model: provider/model`."));
        }
        if (model.contains("*") && !group.contains("*")) {
            throw LeftOut.mistake(
                    "model",
                    "has a `*` but model_name \"" + group + "\" has none.",
                    "Write the model's full name, or put a `*` into model_name as well.");
        }
        if (model.equals("*") && params.text("custom_llm_provider").isEmpty()) {
            throw LeftOut.mistake(
                    "model",
                    "`*` names no provider.",
                    "Write one entry per provider, such as `openai/*`.");
        }
        try {
            return Upstream.of(
                    model,
                    params.text("custom_llm_provider").strip(),
                    params.text("api_base"),
                    context.providers(),
                    context.cards());
        } catch (LeftOut unknown) {
            if (mock.isEmpty()) {
                throw unknown;
            }
            return new Upstream(mockProvider(), model);
        }
    }

    private static KnownProviders.Facts mockProvider() {
        return new KnownProviders.Facts(
                "openai", true, "", List.of(), List.of(), true, Map.of(), true);
    }

    private void refuseNotServed(Upstream upstream) throws LeftOut {
        String provider = upstream.provider().prefix();
        if (upstream.provider().served()) {
            return;
        }
        if (provider.startsWith("vertex_ai") && !googleCredentials()) {
            throw LeftOut.missing(
                    "model",
                    "model \""
                            + group
                            + "\": vertex_ai needs Google Cloud credentials, and there"
                            + " are none.",
                    "For a key of Google AI Studio write `gemini/"
                            + upstream.model()
                            + "` and set GEMINI_API_KEY.");
        }
        throw LeftOut.missing(
                "model",
                "model \"" + group + "\": provider " + provider + " is not served yet.",
                provider.startsWith("vertex_ai")
                        ? "`gemini/" + upstream.model() + "` works with a GEMINI_API_KEY."
                        : "");
    }

    private boolean googleCredentials() {
        return params.has("vertex_credentials")
                || params.has("vertex_ai_credentials")
                || context.environment().filled("GOOGLE_APPLICATION_CREDENTIALS").isPresent();
    }

    private ModelCard card(Upstream upstream, String apiBase) {
        String base = info.text("base_model").strip();
        base = base.isEmpty() ? params.text("base_model").strip() : base;
        String provider = upstream.provider().prefix();
        ModelCard card =
                base.isEmpty()
                        ? context.cards()
                                .findIn(provider, params.text("region_name"), upstream.model())
                        : context.cards().findBase(provider, base);
        Prices prices = card.prices();
        for (String place : Places.of(provider, apiBase, params.text("vertex_location"))) {
            prices = prices.uplifted(place);
        }
        prices = prices.with(defaults.litellm().markups().of(provider));
        return CardOverrides.apply(card.withPrices(prices), params, info);
    }

    private Share share() {
        return new Share(
                params.decimal("weight", 0, 1e9, 0),
                params.whole("rpm", 0, MOST_PER_MINUTE, 0),
                params.whole("tpm", 0, MOST_PER_MINUTE, 0));
    }

    private Limits limits() {
        int parallel =
                (int)
                        params.whole(
                                "max_parallel_requests",
                                0,
                                MOST_PARALLEL,
                                defaults.maxParallelRequests());
        Duration older = params.duration("request_timeout", LEAST, MOST, Duration.ZERO);
        return new Limits(
                either("order").whole(0, Limits.NO_ORDER, Limits.NO_ORDER),
                parallel,
                params.duration("timeout", LEAST, MOST, older),
                params.duration("stream_timeout", LEAST, MOST, Duration.ZERO),
                (int) params.whole("num_retries", 0, 100, -1),
                either("cooldown_time").duration(Duration.ZERO, MOST, Limits.ROUTERS_COOLDOWN));
    }

    /// A key that may stand under `litellm_params` or, weaker, under `model_info`.
    private Source either(String key) {
        return Source.first(new Source(params, key), new Source(info, key));
    }

    private Set<String> tags() {
        return new LinkedHashSet<>(params.texts("tags"));
    }

    /// @throws LeftOut if one of them is no regular expression: calls that it should have kept away
    ///   would reach the deployment
    private List<Pattern> tagPatterns() throws LeftOut {
        List<Pattern> patterns = new ArrayList<>();
        for (String regex : params.texts("tag_regex")) {
            try {
                patterns.add(Pattern.compile(regex));
            } catch (PatternSyntaxException invalid) {
                throw LeftOut.mistake(
                        "tag_regex",
                        "\""
                                + regex
                                + "\" is no regular expression: "
                                + invalid.getDescription()
                                + ".",
                        "It is searched for in `User-Agent: …`; for plain names write `tags`.");
            }
        }
        return patterns;
    }

    private Map<String, Secret> headers() {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (String key : List.of("headers", "extra_headers")) {
            params.section(key, key)
                    .ifPresent(
                            section ->
                                    section.fields()
                                            .keySet()
                                            .forEach(name -> addHeader(section, name, headers)));
        }
        return headers;
    }

    private void addHeader(Section section, String name, Map<String, Secret> headers) {
        boolean token = !name.isEmpty() && name.chars().allMatch(ModelEntry::inHeaderName);
        String value = section.text(name);
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c != 0x7f && c < 0x100);
        if (token && printable) {
            headers.put(name, Secret.of(value));
            section.reportUnset(name);
        } else {
            context.problems()
                    .error(
                            section.path(name),
                            section.place(name),
                            "",
                            "is not a header that can be sent.",
                            "Names are letters, digits and dashes; values are one line of"
                                    + " Latin-1.");
        }
    }

    private static boolean inHeaderName(int c) {
        return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private DeploymentSpec.Probe probe() {
        return new DeploymentSpec.Probe(
                info.text("health_check_model"),
                info.duration(
                        "health_check_timeout", LEAST, MOST, DeploymentSpec.Probe.DEFAULT_TIMEOUT),
                (int)
                        info.whole(
                                "health_check_max_tokens",
                                1,
                                1_000_000,
                                DeploymentSpec.Probe.DEFAULT_MAX_TOKENS),
                !info.flag("disable_background_health_check", false));
    }
}
