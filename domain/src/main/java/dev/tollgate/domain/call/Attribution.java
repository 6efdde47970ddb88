package dev.tollgate.domain.call;

/// Whom a caller makes a call for, and in which context. Texts are empty where nothing is said.
///
/// @param customer the end user
/// @param session what groups several calls
public record Attribution(String customer, String session) {
    public static final Attribution NONE = new Attribution("", "");

    /// The same for another end user.
    Attribution by(String another) {
        return new Attribution(another, session);
    }
}
