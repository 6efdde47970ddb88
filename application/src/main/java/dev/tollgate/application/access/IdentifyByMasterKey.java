package dev.tollgate.application.access;

import dev.tollgate.application.port.in.IdentifyCaller;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.Secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Knows one key: the master key. Compares digests, so that neither time nor length tells anything.
public final class IdentifyByMasterKey implements IdentifyCaller {
    private static final Identity MASTER = new Identity.Known(Caller.MASTER);
    private static final Identity STRANGER = new Identity.Unknown("");

    /// How keys of providers begin, the longest beginning first.
    private static final List<Map.Entry<String, String>> PROVIDER_KEYS =
            List.of(
                    Map.entry("sk-ant-", "Anthropic"),
                    Map.entry("sk-proj-", "OpenAI"),
                    Map.entry("sk-svcacct-", "OpenAI"),
                    Map.entry("sk-admin-", "OpenAI"),
                    Map.entry("sk-or-", "OpenRouter"),
                    Map.entry("gsk_", "Groq"),
                    Map.entry("AIza", "Google"),
                    Map.entry("xai-", "xAI"),
                    Map.entry("pplx-", "Perplexity"),
                    Map.entry("hf_", "Hugging Face"),
                    Map.entry("nvapi-", "NVIDIA"),
                    Map.entry("fw_", "Fireworks"));

    private final Supplier<GatewaySetup> setup;
    private volatile Digest master = new Digest(Secret.NONE, new byte[0]);

    public IdentifyByMasterKey(Supplier<GatewaySetup> setup) {
        this.setup = setup;
    }

    @Override
    public Identity identify(String credential) {
        if (MessageDigest.isEqual(digest(credential), masterDigest())) {
            return MASTER;
        }
        for (Map.Entry<String, String> key : PROVIDER_KEYS) {
            if (credential.startsWith(key.getKey())) {
                return new Identity.Unknown(key.getValue());
            }
        }
        return STRANGER;
    }

    /// Made once for each key that a configuration brings.
    private byte[] masterDigest() {
        Secret key = setup.get().masterKey();
        Digest known = master;
        if (known.of != key) {
            known = new Digest(key, digest(key.reveal()));
            master = known;
        }
        return known.bytes;
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Digest {
        final Secret of;
        final byte[] bytes;

        Digest(Secret of, byte[] bytes) {
            this.of = of;
            this.bytes = bytes;
        }
    }
}
