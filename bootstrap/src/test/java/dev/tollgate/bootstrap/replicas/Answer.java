package dev.tollgate.bootstrap.replicas;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the caller saw.
///
/// @param status of HTTP; 0: the connection ended before an answer, or within it
/// @param retryAfter seconds after which the gateway would be asked again; 0: it did not say
/// @param mayRetry whether it said that asking again is of use
record Answer(Call call, int status, String body, long retryAfter, boolean mayRetry) {
    private static final Pattern ID = Pattern.compile("\"id\":\"(chatcmpl-[^\"]+)\"");

    static Answer none(Call call, String why) {
        return new Answer(call, 0, why, 0, false);
    }

    /// Whether its end was seen.
    boolean whole() {
        return status == 200 && (!call.streaming() || body.contains("data: [DONE]"));
    }

    /// Whether it was refused for now: the caller is asked to come back.
    boolean comeBack() {
        return status == 429 && mayRetry || status == 503 && retryAfter > 0;
    }

    /// Whether it was refused in so many words, for now or for good.
    boolean refused() {
        return status == 429 || comeBack();
    }

    /// The provider's id of it; empty if there is none.
    String id() {
        Matcher id = ID.matcher(body);
        return id.find() ? id.group(1) : "";
    }
}
