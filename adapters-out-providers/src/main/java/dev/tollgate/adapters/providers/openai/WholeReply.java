package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.application.port.out.ProviderReply.Failed;
import dev.tollgate.application.port.out.ProviderReply.Whole;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Usage;

/// Reads a whole answer: is it one, and what did it use. The bytes stay as they are.
final class WholeReply {
    private static final byte[] ID = OpenAiUsage.name("id");
    private static final byte[] USAGE = OpenAiUsage.name("usage");
    private static final byte[] SERVICE_TIER = OpenAiUsage.name("service_tier");
    private static final byte[] ERROR = OpenAiUsage.name("error");
    private static final byte[] CHOICES = OpenAiUsage.name("choices");
    private static final byte[] DATA = OpenAiUsage.name("data");
    private static final byte[] FINISH_REASON = OpenAiUsage.name("finish_reason");
    private static final byte[] CONTENT_FILTER = OpenAiUsage.name("content_filter");

    private WholeReply() {}

    static ProviderReply read(
            DeploymentSettings settings, Dialect endpoint, HeaderLines headers, byte[] body) {
        if (body.length == 0) {
            return unusable(settings, headers, "The provider answered with an empty body.");
        }
        byte[] answer = endpoint == Dialect.OPENAI_EMBEDDINGS ? DATA : CHOICES;
        String id = "";
        Usage usage = Usage.NONE;
        ServiceTier tier = ServiceTier.UNSTATED;
        boolean answered = false;
        boolean refused = false;
        boolean error = false;
        try {
            JsonScanner scanner = new JsonScanner(body, 0, body.length);
            for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
                if (scanner.nameIs(USAGE)) {
                    usage = OpenAiUsage.read(scanner, settings.provider());
                } else if (scanner.nameIs(ID)) {
                    id = scanner.readText();
                } else if (scanner.nameIs(SERVICE_TIER)) {
                    tier = ServiceTier.named(scanner.readText());
                } else if (scanner.nameIs(answer)) {
                    answered = scanner.peek() == '[';
                    refused = readAnswer(scanner);
                } else if (scanner.nameIs(ERROR)) {
                    int kind = scanner.peek();
                    error = scanner.skipTelling() && (kind == '{' || kind == '"');
                } else {
                    scanner.skipValue();
                }
            }
            scanner.finish();
        } catch (MalformedJson _) {
            return unusable(settings, headers, "The provider's answer is not valid JSON.");
        }
        if (error) {
            return new Failed(OpenAiErrors.embedded(settings, headers, body, 0, body.length));
        }
        if (!answered) {
            return unusable(
                    settings,
                    headers,
                    "The provider's answer has no '%s'."
                            .formatted(endpoint == Dialect.OPENAI_EMBEDDINGS ? "data" : "choices"));
        }
        return new Whole(headers, body, usage.orTier(tier), refused, id);
    }

    /// @return whether the content filter ended a choice
    private static boolean readAnswer(JsonScanner scanner) {
        if (scanner.peek() != '[') {
            scanner.skipValue();
            return false;
        }
        boolean refused = false;
        for (boolean more = scanner.enterArray(); more; more = scanner.nextElement()) {
            refused |= readChoice(scanner);
        }
        return refused;
    }

    private static boolean readChoice(JsonScanner scanner) {
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return false;
        }
        boolean refused = false;
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(FINISH_REASON)) {
                refused = scanner.readIs(CONTENT_FILTER);
            } else {
                scanner.skipValue();
            }
        }
        return refused;
    }

    private static Failed unusable(
            DeploymentSettings settings, HeaderLines headers, String message) {
        return new Failed(
                new ProviderFailure(
                        FailureKind.MALFORMED_REPLY,
                        500,
                        settings.provider(),
                        message,
                        "",
                        "",
                        "",
                        headers));
    }
}
