package dev.tollgate.features.driver;

import java.time.Duration;
import java.util.Map;

/// What goes wrong with providers, by the words that the features use for it.
public final class Misbehaviour {
    private static final Duration SLOW = Duration.ofMillis(150);

    private Misbehaviour() {}

    public static Behaviour by(String words) {
        return switch (words) {
            case "is overloaded" -> status(503);
            case "is rate limited" -> status(429);
            case "breaks down" -> status(500);
            case "rejects its key" -> status(401);
            case "does not know the model" -> status(404);
            case "finds the request wrong" -> status(400);
            case "finds the prompt too long" ->
                    error(400, "context_length_exceeded", "This model's maximum context length");
            case "finds the prompt improper" ->
                    error(400, "content_policy_violation", "rejected by the safety system");
            case "hangs up" -> new Behaviour.HangsUp(false);
            case "resets the connection" -> new Behaviour.HangsUp(true);
            case "breaks off before its first word" ->
                    new Behaviour.StreamsThen("", Behaviour.Ending.CUT);
            case "keeps silent" -> new Behaviour.KeepsSilent();
            case "takes its time" -> new Behaviour.SaysWhenLetGo("");
            case "is slow" -> new Behaviour.SaysAfter(SLOW);
            case "withholds its answer" -> new Behaviour.Withholds("");
            case "begins a tool call and hangs up" ->
                    new Behaviour.CallsToolThen(Behaviour.Ending.CUT);
            case "answers with a web page" ->
                    new Behaviour.Replies(
                            200, Map.of("content-type", "text/html"), "<html>Welcome</html>");
            case "answers with half an answer" ->
                    new Behaviour.Replies(200, Map.of(), "{\"choices\":[{\"mess");
            default -> throw new IllegalArgumentException("no such misbehaviour: " + words);
        };
    }

    public static Behaviour.Ending ending(String words) {
        return switch (words) {
            case "hangs up" -> Behaviour.Ending.CUT;
            case "resets the connection" -> Behaviour.Ending.RESET;
            case "stops without finishing" -> Behaviour.Ending.UNFINISHED;
            case "falls silent" -> Behaviour.Ending.SILENCE;
            case "talks nonsense" -> Behaviour.Ending.GARBAGE;
            case "reports a failure" -> Behaviour.Ending.ERROR_EVENT;
            case "forgets the end mark" -> Behaviour.Ending.NO_END_MARK;
            case "never closes" -> Behaviour.Ending.NEVER_CLOSES;
            default -> throw new IllegalArgumentException("no such ending: " + words);
        };
    }

    public static Behaviour status(int status) {
        return error(status, "scripted", "scripted status " + status);
    }

    public static Behaviour waiting(int seconds) {
        return new Behaviour.Replies(
                429,
                Map.of("retry-after", Integer.toString(seconds)),
                "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit\"}}");
    }

    static Behaviour.Replies refusesBeginnings() {
        return error(400, "invalid_request_error", "the conversation must end with a user message");
    }

    private static Behaviour.Replies error(int status, String code, String message) {
        return new Behaviour.Replies(
                status,
                Map.of(),
                "{\"error\":{\"message\":\"%s\",\"type\":\"scripted\",\"code\":\"%s\"}}"
                        .formatted(message, code));
    }
}
