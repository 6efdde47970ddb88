package dev.tollgate.bootstrap.replicas;

/// What the caller saw.
///
/// @param status of HTTP; 0: the connection ended before an answer, or within it
/// @param retryAfter seconds after which the gateway would be asked again; 0: it did not say
/// @param mayRetry whether it said that asking again is of use
record Answer(Call call, int status, String body, long retryAfter, boolean mayRetry) {
    static Answer none(Call call, String why) {
        return new Answer(call, 0, why, 0, false);
    }

    /// Whether its end was seen.
    boolean whole() {
        return status == 200 && (!call.streaming() || body.contains("data: [DONE]"));
    }

    /// Whether the connection ended before the answer did.
    boolean cut() {
        return status == 0;
    }

    /// Whether it was refused for now: the caller is asked to come back.
    boolean comeBack() {
        return status == 429 && mayRetry || status == 503 && retryAfter > 0;
    }

    /// Whether it was refused in so many words, for now or for good.
    boolean refused() {
        return status == 429 || comeBack();
    }
}
