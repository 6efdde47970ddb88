package dev.tollgate.adapters.http.openai;

import dev.tollgate.adapters.http.wire.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a caller's key stands among the headers, in all the forms that clients use.
sealed interface Credential {
    /// No header carries one.
    record None() implements Credential {}

    /// A header is there, but no key can be read from it.
    record Malformed() implements Credential {}

    record Key(String text) implements Credential {
        @Override
        public String toString() {
            return "Key[(secret)]";
        }
    }

    HeaderName LITELLM = HeaderNames.create("x-litellm-api-key");
    HeaderName[] PLAIN = {
        HeaderNames.create("api-key"),
        HeaderNames.create("x-api-key"),
        HeaderNames.create("x-goog-api-key"),
        HeaderNames.create("ocp-apim-subscription-key")
    };

    /// @param only the one header that counts, where the operator named one; else empty
    static Credential of(Exchange exchange, String only) {
        if (!only.isEmpty()) {
            String value = exchange.header(HeaderNames.create(only));
            return value.isEmpty() ? new None() : bearer(value.strip());
        }
        String litellm = exchange.header(LITELLM).strip();
        if (!litellm.isEmpty()) {
            return key(afterBearer(litellm, litellm));
        }
        String authorization = exchange.header(HeaderNames.AUTHORIZATION).strip();
        if (!authorization.isEmpty()) {
            return authorization(authorization);
        }
        for (HeaderName name : PLAIN) {
            String value = exchange.header(name).strip();
            if (!value.isEmpty()) {
                return key(afterBearer(value, value));
            }
        }
        return new None();
    }

    private static Credential authorization(String value) {
        if (value.startsWith("Basic ")) {
            return key(basic(value.substring(6).strip()));
        }
        if (value.startsWith("AWS4-HMAC-SHA256")) {
            int at = value.indexOf("Credential=");
            String scope = at < 0 ? "" : value.substring(at + "Credential=".length());
            String text = afterBearer(scope, scope);
            int end = text.indexOf('/');
            return key(end < 0 ? text : text.substring(0, end));
        }
        return bearer(value);
    }

    private static Credential bearer(String value) {
        return key(afterBearer(value, ""));
    }

    private static Credential key(String text) {
        return text.isEmpty() ? new Malformed() : new Key(text);
    }

    private static String afterBearer(String value, String otherwise) {
        boolean bearer = value.regionMatches(true, 0, "Bearer ", 0, 7);
        return bearer ? value.substring(7).strip() : otherwise;
    }

    /// The user part of a pair in Base64, else the text as it is.
    private static String basic(String text) {
        try {
            String pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon > 0 ? pair.substring(0, colon) : text;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
