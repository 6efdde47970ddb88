package dev.tollgate.application.access;

import dev.tollgate.application.port.in.IdentifyCaller;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.budget.Scope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Knows the master key and the virtual keys. Compares and looks up digests only, so that neither
/// time nor length tells anything of a key, and odd ones never reach the store.
public final class IdentifyCallers implements IdentifyCaller {
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

    /// Longer keys than anybody makes.
    private static final int MAX_LENGTH = 512;

    /// Copied for each digest: to look the algorithm up costs as much as to use it.
    private static final MessageDigest SHA_256 = sha256();

    private final Supplier<GatewaySetup> setup;
    private final InstantSource clock;
    private final HolderReader reader;
    private final TokenCallers tokens;
    private final KnownKeys keys = new KnownKeys();
    private final StoreTrust trust;
    private volatile Digest master = new Digest(Secret.NONE, new byte[0]);

    /// @param trust whether what was read of keys can be trusted still
    /// @param tokens knows those who come with a token instead of a key
    public IdentifyCallers(
            Supplier<GatewaySetup> setup,
            Entities entities,
            StoreTrust trust,
            InstantSource clock,
            TokenCallers tokens) {
        this.setup = setup;
        this.clock = clock;
        this.trust = trust;
        this.reader = new HolderReader(entities);
        this.tokens = tokens;
    }

    /// What was read of keys that have changed is read again.
    public void changed(News news) {
        keys.changed(news);
        tokens.changed(news);
    }

    @Override
    public Identity identify(String credential) {
        byte[] digest = digest(credential);
        if (MessageDigest.isEqual(digest, masterDigest())) {
            return MASTER;
        }
        if (tokens.meant(credential)) {
            return tokens.identify(credential);
        }
        if (!credential.startsWith("sk-") || credential.length() > MAX_LENGTH) {
            return stranger(credential);
        }
        String hash = HexFormat.of().formatHex(digest);
        if (trust.cutOff()) {
            return cutOff(hash);
        }
        try {
            return switch (keys.get(hash, () -> reader.read(hash, clock.instant()))) {
                case KnownKey.Found found -> identity(found);
                case KnownKey.Missing _ -> stranger(credential);
                case KnownKey.NotAdmitted not -> not.why();
            };
        } catch (StorageUnavailable _) {
            return new Identity.OutOfReach();
        }
    }

    /// What was known before is good for a while. A key that was not there may have been made
    /// elsewhere; nobody waits for a store that does not answer.
    private Identity cutOff(String hash) {
        return keys.known(hash)
                .filter(_ -> !trust.graceOver())
                .map(this::identity)
                .orElseGet(Identity.OutOfReach::new);
    }

    private Identity identity(KnownKey.Found found) {
        return identity(found, clock.instant());
    }

    static Identity identity(KnownKey.Found found, Instant now) {
        if (found.blocked().isPresent()) {
            KnownKey.Block block = found.blocked().get();
            return new Identity.Blocked(block.whose(), block.id());
        }
        KeyHolder holder = found.holder();
        if (holder.expires().isPresent() && !now.isBefore(holder.expires().get())) {
            return new Identity.Expired(
                    holder.keyName(),
                    holder.expires().get(),
                    now,
                    holder.budgets().stream()
                            .filter(budget -> !budget.soft())
                            .anyMatch(budget -> budget.subject().scope() == Scope.KEY));
        }
        return found.known();
    }

    private static Identity stranger(String credential) {
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

    static byte[] digest(String text) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
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
