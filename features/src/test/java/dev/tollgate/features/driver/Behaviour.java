package dev.tollgate.features.driver;

import java.time.Duration;
import java.util.Map;

/// What a deployment's provider does when it is asked.
public sealed interface Behaviour {
    /// Answers with this text: as a whole, or word by word where a stream is asked for. Where the
    /// request holds the beginning of an answer, only what is missing is said.
    record Says(String text) implements Behaviour {}

    /// Answers with exactly these bytes.
    record Replies(int status, Map<String, String> headers, String body) implements Behaviour {
        public Replies {
            headers = Map.copyOf(headers);
        }
    }

    /// Closes the connection without a word.
    ///
    /// @param reset rudely, by a TCP reset
    record HangsUp(boolean reset) implements Behaviour {}

    /// Takes the request and is silent until the connection goes away.
    record KeepsSilent() implements Behaviour {}

    /// Streams the text and then neither finishes nor goes on as it should.
    record StreamsThen(String text, Ending ending) implements Behaviour {}

    /// Streams the beginning of a tool call and goes wrong.
    record CallsToolThen(Ending ending) implements Behaviour {}

    /// Says this once it is allowed to: see [ScriptedUpstream#letGo].
    record SaysWhenLetGo(String text) implements Behaviour {}

    /// Says the usual, but takes this long for it.
    record SaysAfter(Duration time) implements Behaviour {}

    /// Refuses a request that holds the beginning of an answer; otherwise says this.
    record SaysUnlessBegun(String text) implements Behaviour {}

    /// Ends its answer early because of a policy.
    record Withholds(String text) implements Behaviour {}

    /// How a stream that does not end well goes wrong.
    enum Ending {
        /// closes the connection
        CUT,
        /// resets the connection
        RESET,
        /// ends the body in good order, without a reason to finish
        UNFINISHED,
        SILENCE,
        GARBAGE,
        ERROR_EVENT,
        /// says that it finished, and closes without the end mark
        NO_END_MARK,
        /// says that it finished, and neither closes nor sends the end mark
        NEVER_CLOSES
    }
}
