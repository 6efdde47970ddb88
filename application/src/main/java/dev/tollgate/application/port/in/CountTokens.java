package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;

import java.util.List;

/// Counts tokens as a model would, without asking its provider: an estimate.
public interface CountTokens {
    /// @param caller decides which model the name means
    Count count(Caller caller, Question question);

    /// What is to be counted.
    sealed interface Question {
        /// The model group asked for; an unknown one is counted too.
        String model();

        /// Texts without a chat around them.
        record Prompt(String model, List<String> texts) implements Question {
            public Prompt {
                texts = List.copyOf(texts);
            }
        }

        /// A chat, with what its form adds to its texts.
        record Conversation(
                String model, List<Message> messages, List<Tool> tools, ToolChoice toolChoice)
                implements Question {
            public Conversation {
                messages = List.copyOf(messages);
                tools = List.copyOf(tools);
            }
        }
    }

    /// @param role `user`, `system`, …
    /// @param texts content or the text parts of it, the name if there is one, and the arguments of
    ///   function calls; each is counted by itself
    /// @param named whether one of the texts is the message's name
    /// @param imageTokens what its images count for: [#SMALL_IMAGE] or [#UNSEEN_IMAGE] each
    record Message(String role, List<String> texts, boolean named, int imageTokens) {
        /// Tokens of an image in low or automatic detail.
        public static final int SMALL_IMAGE = 85;

        /// Tokens of an image in high detail whose size is not known.
        public static final int UNSEEN_IMAGE = 250;

        public Message {
            texts = List.copyOf(texts);
            if (imageTokens < 0) {
                throw new IllegalArgumentException(
                        "imageTokens must not be negative but is " + imageTokens);
            }
        }
    }

    /// A function the model may call.
    ///
    /// @param description empty if none
    record Tool(String name, String description, List<Property> parameters) {
        public Tool {
            parameters = List.copyOf(parameters);
        }
    }

    /// @param description empty if none
    record Property(String name, String description, Type type, boolean required) {}

    /// The type of a parameter.
    sealed interface Type {
        /// @param name `string`, `number` (for integers too), `boolean`, `null` or `any`
        record Simple(String name) implements Type {}

        /// One of some values, each as its JSON text.
        record OneOf(List<String> values) implements Type {
            public OneOf {
                values = List.copyOf(values);
            }
        }

        record ListOf(Type items) implements Type {}

        record ObjectOf(List<Property> properties) implements Type {
            public ObjectOf {
                properties = List.copyOf(properties);
            }
        }
    }

    /// What the caller says about the use of the tools.
    sealed interface ToolChoice {
        /// Nothing that costs tokens: automatic, or required.
        record Free() implements ToolChoice {}

        record None() implements ToolChoice {}

        record Named(String function) implements ToolChoice {}
    }

    /// @param upstreamModel the model the count is for
    /// @param tokenizer the tokenizer used
    record Count(int tokens, String upstreamModel, String tokenizer) {}
}
