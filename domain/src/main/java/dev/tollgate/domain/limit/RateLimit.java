package dev.tollgate.domain.limit;

import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.KeptText;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a subject may use up within a minute, or at once.
///
/// @param limit at most; 0 allows nothing
public record RateLimit(Subject subject, Kind kind, long limit) {
    private static final int LONGEST_NAME = 400;

    public RateLimit {
        if (limit < 0) {
            throw new IllegalArgumentException(
                    "a limit must not be negative but is %d for %s".formatted(limit, subject));
        }
    }

    /// What it is known by among replicas, whatever its size. Where the subject's name is long, or
    /// such as no store can keep, a digest stands for it.
    public String name() {
        String name = subject.name();
        boolean plain = name.length() <= LONGEST_NAME && KeptText.isPossible(name);
        return (plain ? name : subject.scope() + "~" + digest(name)) + "|" + kind;
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// What is counted.
    public enum Kind {
        /// calls begun within any 60 seconds
        REQUESTS,
        /// tokens of calls within any 60 seconds
        TOKENS,
        /// calls running at once
        PARALLEL
    }
}
