package dev.tollgate.adapters.providers.anthropic;

import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Protocol;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Anthropic's Messages API, and servers that imitate it, for callers who speak OpenAI's chat or
/// text completions.
///
/// The rest of an answer's identity comes from the provider (id, model); only `created` is the
/// gateway's, from `clock`.
public final class AnthropicProtocol implements Protocol {
    private static final String DEFAULT_BASE = "https://api.anthropic.com";
    private static final String PATH = "/v1/messages";
    private static final String VERSION = "2023-06-01";
    private static final String OAUTH_TOKEN = "sk-ant-oat";
    private static final String BETA = "anthropic-beta";

    private final InstantSource clock;

    public AnthropicProtocol(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean speaks(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS -> true;
            case OPENAI_EMBEDDINGS -> false;
        };
    }

    @Override
    public UpstreamRequest request(
            ModelCall call, DeploymentSettings settings, String upstreamModel) {
        MessagesRequest.Written written = MessagesRequest.write(call, settings, upstreamModel);
        return new UpstreamRequest(
                url(settings),
                headers(call, settings, written.betas()),
                UpstreamRequest.Body.of(Json.bytes(written.body())));
    }

    private static URI url(DeploymentSettings settings) {
        String base = settings.apiBase().isEmpty() ? DEFAULT_BASE : settings.apiBase();
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        String full;
        if (base.endsWith(PATH)) {
            full = base;
        } else {
            full = base.endsWith("/v1") ? base + "/messages" : base + PATH;
        }
        try {
            return URI.create(full);
        } catch (IllegalArgumentException _) {
            throw new RefusedLocally(
                    ProviderFailure.of(
                            FailureKind.CONNECTION,
                            500,
                            MessagesErrors.provider(settings),
                            "The deployment's api_base is not a URL"));
        }
    }

    /// Ours first, then the caller's where they do not clash; the deployment's own beat both. Beta
    /// features add up from all three.
    private static HeaderLines headers(ModelCall call, DeploymentSettings settings, Betas betas) {
        Map<String, String> lines = new LinkedHashMap<>();
        String key = settings.apiKey().reveal();
        if (key.startsWith(OAUTH_TOKEN)) {
            lines.put("authorization", "Bearer " + key);
            betas.need(Betas.OAUTH);
        } else if (!key.isEmpty()) {
            lines.put("x-api-key", key);
        }
        lines.put("anthropic-version", VERSION);
        call.forwarded()
                .forEach(
                        (name, value) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (lower.equals(BETA)) {
                                betas.needAll(value);
                            } else if (!isCredential(lower)
                                    && !lower.equals("openai-organization")) {
                                lines.putIfAbsent(lower, value);
                            }
                        });
        for (Map.Entry<String, Secret> entry : settings.extraHeaders().entrySet()) {
            String lower = entry.getKey().toLowerCase(Locale.ROOT);
            if (lower.equals(BETA)) {
                betas.needAll(entry.getValue().reveal());
            } else {
                lines.put(lower, entry.getValue().reveal());
            }
        }
        if (!betas.isEmpty()) {
            lines.put(BETA, betas.headerValue());
        }
        List<String> flat = new ArrayList<>(2 * lines.size());
        lines.forEach(
                (name, value) -> {
                    flat.add(name);
                    flat.add(value);
                });
        return HeaderLines.of(flat);
    }

    private static boolean isCredential(String header) {
        return header.equals("authorization") || header.equals("x-api-key");
    }

    @Override
    public ProviderReply whole(
            ModelCall call, DeploymentSettings settings, HeaderLines headers, byte[] body) {
        return MessagesReply.read(
                call, settings, headers(headers), body, clock.instant().getEpochSecond());
    }

    @Override
    public StreamTranslation stream(ModelCall call, DeploymentSettings settings) {
        return new MessagesStream(call, settings, clock.instant().getEpochSecond());
    }

    @Override
    public ProviderFailure failure(
            DeploymentSettings settings, int status, HeaderLines headers, byte[] body) {
        return MessagesErrors.ofStatus(settings, status, headers(headers), body);
    }

    /// Rate limits under OpenAI's names beside Anthropic's own.
    @Override
    public HeaderLines headers(HeaderLines headers) {
        return MessagesErrors.normalised(headers, clock.instant());
    }
}
