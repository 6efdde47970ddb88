package dev.tollgate.features.driver;

import java.util.Map;

/// What goes wrong with providers, by the words that the features use for it.
public final class Misbehaviour {
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
            case "hangs up" -> new Behaviour.HangsUp();
            case "breaks off before its first word" ->
                    new Behaviour.StreamsThen("", Behaviour.Ending.CUT);
            case "keeps silent" -> new Behaviour.KeepsSilent();
            case "takes its time" -> new Behaviour.SaysWhenLetGo("");
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
            case "falls silent" -> Behaviour.Ending.SILENCE;
            case "talks nonsense" -> Behaviour.Ending.GARBAGE;
            case "reports a failure" -> Behaviour.Ending.ERROR_EVENT;
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

    private static Behaviour error(int status, String code, String message) {
        return new Behaviour.Replies(
                status,
                Map.of(),
                "{\"error\":{\"message\":\"%s\",\"type\":\"scripted\",\"code\":\"%s\"}}"
                        .formatted(message, code));
    }
}
