package dev.tollgate.adapters.providers.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import java.util.List;
import java.util.function.Consumer;

/// Serves `/completions` with a chat model: the prompt becomes one user message, and the answer's
/// messages become texts again.
final class CompletionsBridge {
    private static final List<String> TEXT_ONLY = List.of("suffix", "echo", "best_of", "logprobs");

    private CompletionsBridge() {}

    static void promptToMessages(
            Splice letter, DeploymentSettings settings, Consumer<Member> reject) {
        for (String name : TEXT_ONLY) {
            Member member = letter.find(name);
            if (member == null) {
                continue;
            }
            boolean harmless =
                    member.is("null") || member.is("false") || member.is("0") || member.is("\"\"");
            if (harmless || (name.equals("best_of") && member.is("1"))) {
                letter.drop(member);
            } else {
                reject.accept(member);
            }
        }
        Member prompt = letter.find("prompt");
        if (prompt == null) {
            throw refused(settings, "Missing required parameter: 'prompt'.");
        }
        Member text = onlyText(prompt, settings);
        Parts messages = new Parts();
        messages.add("[{\"role\":\"user\",\"content\":");
        messages.add(text.bytes(), text.valueStart(), text.valueEnd());
        messages.add("}]");
        letter.rename(prompt, "messages");
        letter.replace(prompt, messages);
    }

    private static Member onlyText(Member prompt, DeploymentSettings settings) {
        if (prompt.kind() == '"') {
            return prompt;
        }
        if (prompt.kind() == '[') {
            List<Member> prompts = prompt.inside().members();
            if (prompts.size() == 1 && prompts.getFirst().kind() == '"') {
                return prompts.getFirst();
            }
            if (prompts.size() > 1 && prompts.getFirst().kind() == '"') {
                throw refused(
                        settings,
                        "This model takes one prompt per call, not a list of %d: send one call for each."
                                .formatted(prompts.size()));
            }
        }
        throw refused(settings, "This model takes 'prompt' as a text only, not as tokens.");
    }

    private static RefusedLocally refused(DeploymentSettings settings, String message) {
        return new RefusedLocally(
                new ProviderFailure(
                        FailureKind.BAD_REQUEST,
                        400,
                        settings.provider(),
                        message,
                        "invalid_request_error",
                        "",
                        "prompt",
                        HeaderLines.NONE));
    }

    /// A chat answer or chunk as a text answer.
    static void toText(ObjectNode answer) {
        answer.put("object", "text_completion");
        if (!(answer.path("choices") instanceof ArrayNode choices)) {
            return;
        }
        ArrayNode texts = answer.arrayNode(choices.size());
        for (JsonNode choice : choices) {
            JsonNode said = choice.has("message") ? choice.path("message") : choice.path("delta");
            ObjectNode text = texts.addObject();
            text.put("text", said.path("content").asText(""));
            text.set(
                    "index",
                    choice.path("index").isMissingNode()
                            ? text.numberNode(0)
                            : choice.path("index"));
            text.putNull("logprobs");
            JsonNode reason = choice.path("finish_reason");
            text.set("finish_reason", reason.isMissingNode() ? text.nullNode() : reason);
        }
        answer.set("choices", texts);
    }
}
