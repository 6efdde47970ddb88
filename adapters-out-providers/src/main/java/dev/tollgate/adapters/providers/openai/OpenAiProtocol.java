package dev.tollgate.adapters.providers.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.directory.ProviderDirectory;
import dev.tollgate.adapters.providers.directory.ProviderEntry;
import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.openai.OpenAiStream.Rewriting;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.Protocol;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.adapters.providers.protocol.StreamTranslation;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// OpenAI's chat, completions and embeddings, and everybody who offers the same.
public final class OpenAiProtocol implements Protocol {
    private final ProviderDirectory directory;
    private final Address address;
    private final Map<DeploymentId, Route> routes = new ConcurrentHashMap<>();

    public OpenAiProtocol(ProviderDirectory directory, Address address) {
        this.directory = directory;
        this.address = address;
    }

    @Override
    public UpstreamRequest request(
            ModelCall call, DeploymentSettings settings, String upstreamModel) {
        Route route = route(settings);
        Dialect endpoint = endpoint(call, settings, route.entry());
        if (!route.entry().serves(endpoint)) {
            throw new RefusedLocally(
                    ProviderFailure.of(
                            FailureKind.BAD_REQUEST,
                            400,
                            settings.provider(),
                            "%s does not serve %s."
                                    .formatted(
                                            settings.provider(),
                                            OpenAiAddress.path(endpoint).substring(1))));
        }
        Route.Target target = route.target(endpoint, upstreamModel);
        LetterDraft draft = new LetterDraft(call, settings, route.entry().traits(), upstreamModel);
        Parts body =
                draft.write(
                        target.modelJson(),
                        route.defaults(),
                        target.reasons(),
                        endpoint != call.dialect());
        return new UpstreamRequest(
                target.url(), route.headers(call.forwarded(), draft.extraHeaders()), body.body());
    }

    @Override
    public ProviderReply whole(
            ModelCall call, DeploymentSettings settings, HeaderLines headers, byte[] body) {
        boolean toText = endpoint(call, settings, route(settings).entry()) != call.dialect();
        Dialect read = toText ? Dialect.OPENAI_CHAT : call.dialect();
        ProviderReply reply = WholeReply.read(settings, read, headers, body);
        boolean merge = settings.mergeReasoning() && read == Dialect.OPENAI_CHAT;
        if (reply instanceof ProviderReply.Whole whole && (toText || merge)) {
            ObjectNode answer = (ObjectNode) Trees.read(body, 0, body.length);
            if (merge) {
                ReasoningMerge.whole(answer);
            }
            if (toText) {
                CompletionsBridge.toText(answer);
            }
            return new ProviderReply.Whole(
                    headers, Trees.write(answer), whole.usage(), whole.refused(), whole.id());
        }
        return reply;
    }

    @Override
    public StreamTranslation stream(ModelCall call, DeploymentSettings settings) {
        boolean toText = endpoint(call, settings, route(settings).entry()) != call.dialect();
        boolean merge = settings.mergeReasoning() && call.dialect() != Dialect.OPENAI_EMBEDDINGS;
        Rewriting rewriting = toText || merge ? rewriting(merge, toText) : Rewriting.NONE;
        return new OpenAiStream(settings, call.streamUsage(), choices(call.letter()), rewriting);
    }

    /// How many choices a letter asks for; of several prompts, at least one for each.
    private static int choices(Letter letter) {
        int each =
                letter.field("n")
                        .map(n -> (int) Math.clamp(scanner(letter, n).readCount(), 1, 1024))
                        .orElse(1);
        return letter.dialect() == Dialect.OPENAI_COMPLETIONS
                ? each * letter.field("prompt").map(p -> prompts(scanner(letter, p))).orElse(1)
                : each;
    }

    /// A list is one prompt where it holds tokens, and several where it holds texts or such lists.
    private static int prompts(JsonScanner prompt) {
        int count = 0;
        if (prompt.peek() == '[') {
            for (boolean more = prompt.enterArray(); more; more = prompt.nextElement()) {
                int kind = prompt.peek();
                count += kind == '"' || kind == '[' ? 1 : 0;
                prompt.skipValue();
            }
        }
        return Math.clamp(count, 1, 1024);
    }

    private static JsonScanner scanner(Letter letter, Field field) {
        return new JsonScanner(letter.bytes(), field.valueStart(), field.end());
    }

    private static Rewriting rewriting(boolean merge, boolean toText) {
        ReasoningMerge reasoning = new ReasoningMerge();
        return (data, offset, length) -> {
            ObjectNode chunk = (ObjectNode) Trees.read(data, offset, length);
            if (merge) {
                reasoning.chunk(chunk);
            }
            if (toText) {
                CompletionsBridge.toText(chunk);
            }
            return Trees.write(chunk);
        };
    }

    @Override
    public ProviderFailure failure(
            DeploymentSettings settings, int status, HeaderLines headers, byte[] body) {
        return OpenAiErrors.of(settings, status, headers, body);
    }

    @Override
    public boolean speaks(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_EMBEDDINGS -> true;
        };
    }

    /// What goes over the wire: a prompt for a provider or a model that only chats goes as chat.
    private static Dialect endpoint(
            ModelCall call, DeploymentSettings settings, ProviderEntry entry) {
        boolean chatsOnly =
                call.dialect() == Dialect.OPENAI_COMPLETIONS
                        && (!entry.serves(Dialect.OPENAI_COMPLETIONS)
                                || (entry.traits().reasoningRules()
                                        && settings.card().mode().equals("chat")));
        return chatsOnly ? Dialect.OPENAI_CHAT : call.dialect();
    }

    private Route route(DeploymentSettings settings) {
        Route known = routes.get(settings.id());
        if (known != null && known.settings() == settings) {
            return known;
        }
        ProviderEntry entry =
                directory
                        .find(settings.provider())
                        .or(() -> directory.find("openai_like"))
                        .orElseThrow();
        Route made = new Route(settings, entry, address);
        routes.put(settings.id(), made);
        return made;
    }
}
