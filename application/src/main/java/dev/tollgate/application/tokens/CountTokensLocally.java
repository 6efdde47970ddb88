package dev.tollgate.application.tokens;

import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.CountTokens.Question.Conversation;
import dev.tollgate.application.port.in.CountTokens.Question.Prompt;
import dev.tollgate.application.port.out.TokenCounter;
import dev.tollgate.domain.access.Caller;

import java.util.List;
import java.util.function.BiFunction;

/// Counts texts by a tokenizer and adds what OpenAI's chat format adds to them. Other providers'
/// formats are counted the same way.
public final class CountTokensLocally implements CountTokens {
    private static final int PER_MESSAGE = 3;
    private static final int PER_NAME = 1;
    private static final int START_OF_REPLY = 3;
    private static final int TOOLS = 9;

    /// With tools, a system message shares its frame with their declaration.
    private static final int SYSTEM_MESSAGE_WITH_TOOLS = -4;

    private static final int CHOICE_NONE = 1;
    private static final int CHOICE_NAMED = 7;

    /// The first snapshot of its family framed messages otherwise.
    private static final String OLD_FRAMING = "gpt-3.5-turbo-0301";

    private final TokenCounter counter;
    private final BiFunction<Caller, String, String> upstreamModel;

    /// @param upstreamModel from a name as a caller means it to the model behind it; an unknown one
    ///   to itself
    public CountTokensLocally(
            TokenCounter counter, BiFunction<Caller, String, String> upstreamModel) {
        this.counter = counter;
        this.upstreamModel = upstreamModel;
    }

    @Override
    public Count count(Caller caller, Question question) {
        String model = upstreamModel.apply(caller, question.model());
        long tokens =
                switch (question) {
                    case Prompt prompt -> texts(model, prompt.texts());
                    case Conversation chat -> conversation(model, chat);
                };
        return new Count(
                Math.clamp(tokens, 0, Integer.MAX_VALUE), model, counter.tokenizerOf(model));
    }

    private long conversation(String model, Conversation chat) {
        long tokens = START_OF_REPLY;
        for (Message message : chat.messages()) {
            tokens += message(model, message);
        }
        if (!chat.tools().isEmpty()) {
            tokens += TOOLS + counter.count(model, ToolSignatures.of(chat.tools()));
            if (chat.messages().stream().anyMatch(message -> message.role().equals("system"))) {
                tokens += SYSTEM_MESSAGE_WITH_TOOLS;
            }
        }
        return tokens + choice(model, chat.toolChoice());
    }

    private long message(String model, Message message) {
        boolean old = model.contains(OLD_FRAMING);
        long tokens = old ? PER_MESSAGE + 1 : PER_MESSAGE;
        if (message.named()) {
            // In the old framing a name takes the place of the role.
            tokens += old ? -PER_NAME : PER_NAME;
        }
        return tokens
                + counter.count(model, message.role())
                + texts(model, message.texts())
                + message.imageTokens();
    }

    private long choice(String model, ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Free _ -> 0;
            case ToolChoice.None _ -> CHOICE_NONE;
            case ToolChoice.Named named -> CHOICE_NAMED + counter.count(model, named.function());
        };
    }

    private long texts(String model, List<String> texts) {
        long tokens = 0;
        for (String text : texts) {
            tokens += counter.count(model, text);
        }
        return tokens;
    }
}
