package dev.tollgate.domain.call;

/// Whom a caller makes a call for, and in which context. Texts are empty where nothing is said.
///
/// @param customer the end user
/// @param session what groups several calls
/// @param confidential whether nothing of what is said is to be kept
public record Attribution(String customer, String session, boolean confidential) {
    public static final Attribution NONE = new Attribution("", "", false);

    /// The same for another end user.
    Attribution by(String another) {
        return new Attribution(another, session, confidential);
    }
}
