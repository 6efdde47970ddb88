package dev.tollgate.features.driver;

/// The failures that callers know, by the words that the features use for them.
public enum Told {
    BROKE_DOWN("the provider broke down", 500, "InternalServerError"),
    RATE_LIMITED("the provider is rate limited", 429, "RateLimitError"),
    WRONG("the request was wrong", 400, "BadRequestError"),
    TOO_LONG("the prompt is too long", 400, "ContextWindowExceededError"),
    IMPROPER("the prompt is against a policy", 400, "ContentPolicyViolationError"),
    KEY_REFUSED("the provider refused the gateway's key", 401, "AuthenticationError"),
    MODEL_UNKNOWN("the provider does not know the model", 404, "NotFoundError"),
    NO_SUCH_MODEL("there is no such model", 400, "Invalid model name"),
    COOLING("all deployments are cooling down", 429, "are in cooldown"),
    TAGS("the tags do not fit", 401, "due to tags configuration"),
    MINUTE_FULL("the limit of the minute is reached", 429, "ate limit"),
    NOBODY_LEFT("no deployment is left", 429, "No deployments available"),
    NO_ROOM("no deployment has room", 429, "limit of parallel requests"),
    TOO_MANY("too many calls are running", 429, "max_parallel_requests"),
    TIME_UP("the time was up", 408, "Timeout"),
    KEY_MISSING("a key is missing", 401, "No api key"),
    KEY_INVALID("the key is not valid", 401, "Authentication Error"),
    SHUTTING_DOWN("the gateway is shutting down", 503, "shutting down");

    private final String words;
    private final int status;
    private final String message;

    Told(String words, int status, String message) {
        this.words = words;
        this.status = status;
        this.message = message;
    }

    public static Told by(String words) {
        for (Told told : values()) {
            if (told.words.equals(words)) {
                return told;
            }
        }
        throw new IllegalArgumentException("no such failure: " + words);
    }

    public int status() {
        return status;
    }

    /// What the message over HTTP holds; in process the exception's class says it.
    public String message() {
        return message;
    }
}
