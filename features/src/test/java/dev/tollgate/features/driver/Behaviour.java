package dev.tollgate.features.driver;

import java.util.Map;

/// What a deployment's provider does when it is asked.
public sealed interface Behaviour {
    /// Answers with this text: as a whole, or word by word where a stream is asked for.
    record Says(String text) implements Behaviour {}

    /// Answers with exactly these bytes.
    record Replies(int status, Map<String, String> headers, String body) implements Behaviour {
        public Replies {
            headers = Map.copyOf(headers);
        }
    }

    /// Closes the connection without a word.
    record HangsUp() implements Behaviour {}

    /// Takes the request and is silent until the connection goes away.
    record KeepsSilent() implements Behaviour {}

    /// Streams the text and then neither finishes nor goes on as it should.
    record StreamsThen(String text, Ending ending) implements Behaviour {}

    /// Says this once it is allowed to: see [ScriptedUpstream#letGo].
    record SaysWhenLetGo(String text) implements Behaviour {}

    /// How a stream that does not finish goes wrong.
    enum Ending {
        CUT,
        SILENCE,
        GARBAGE,
        ERROR_EVENT
    }
}
