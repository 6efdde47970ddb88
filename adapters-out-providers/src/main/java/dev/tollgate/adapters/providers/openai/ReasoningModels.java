package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// OpenAI's own rules for its reasoning models: another name for the output bound, and no sampling.
/// gpt-5 models from 5.1 on sample when they do not reason, and the chat variants always do.
final class ReasoningModels {
    private static final Pattern O_SERIES =
            Pattern.compile("(?:(?:^|.*[/_-])o[134](?:-.*)?|(?:.*/)?o_series/.*)$");
    private static final Pattern GPT_5 =
            Pattern.compile("(?:(?:^|.*/)gpt-5(?:[.-].*)?|(?:.*/)?gpt5_series/.*)$");
    private static final Pattern FREE_SAMPLING = Pattern.compile(".*gpt-5(?:\\.\\d+.*|.*-chat.*)");
    private static final Pattern NO_SYSTEM =
            Pattern.compile("(?:^|.*[/_-])o1-(?:mini|preview)(?:-.*)?");
    private static final byte[] USER = JsonText.bytes("\"user\"");
    private static final List<String> O_SERIES_LACKS =
            List.of("top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs");
    private static final List<String> GPT_5_LACKS =
            List.of(
                    "top_p",
                    "presence_penalty",
                    "frequency_penalty",
                    "logprobs",
                    "top_logprobs",
                    "logit_bias",
                    "stop");

    private ReasoningModels() {}

    static boolean contain(String model) {
        return O_SERIES.matcher(model).matches() || GPT_5.matcher(model).matches();
    }

    static void apply(Splice letter, String model, Consumer<Member> reject) {
        Member bound = letter.find("max_tokens");
        if (bound != null) {
            if (letter.find("max_completion_tokens") == null) {
                letter.rename(bound, "max_completion_tokens");
            } else {
                letter.drop(bound);
            }
        }
        if (NO_SYSTEM.matcher(model).matches()) {
            systemToUser(letter);
        }
        if (FREE_SAMPLING.matcher(model).matches()) {
            return;
        }
        List<String> lacks = GPT_5.matcher(model).matches() ? GPT_5_LACKS : O_SERIES_LACKS;
        for (String name : lacks) {
            Member member = letter.find(name);
            if (member != null && !member.is("null") && !member.is("false")) {
                reject.accept(member);
            }
        }
        Member temperature = letter.find("temperature");
        if (temperature != null && !isOne(temperature)) {
            reject.accept(temperature);
        }
    }

    /// The first of these models know no system messages.
    private static void systemToUser(Splice letter) {
        Member messages = letter.find("messages");
        if (messages == null || messages.kind() != '[') {
            return;
        }
        Splice list = messages.inside();
        for (Member message : list.members()) {
            if (message.kind() != '{') {
                continue;
            }
            Splice fields = message.inside();
            Member role = fields.find("role");
            if (role != null && role.kind() == '"' && role.scanner().readText().equals("system")) {
                fields.replace(role, USER);
                list.replace(message, written(fields));
            }
        }
        if (list.changed()) {
            letter.replace(messages, written(list));
        }
    }

    private static Parts written(Splice splice) {
        Parts parts = new Parts();
        splice.writeTo(parts);
        return parts;
    }

    private static boolean isOne(Member temperature) {
        return temperature.is("1") || temperature.is("1.0") || temperature.is("null");
    }
}
