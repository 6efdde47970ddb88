package dev.tollgate.adapters.providers.continuation;

/// Follows the text of a new answer until it is clear how it fits behind the one that was sent.
/// Belongs to one stream.
interface Alignment {
    /// What is to be done with a piece of the new answer.
    sealed interface Verdict {
        /// It begins with so many chars that the caller has, and so did everything of the answer
        /// that was held.
        record Drop(int chars) implements Verdict {}

        /// It may be either; it is to be held.
        record Hold() implements Verdict {}

        /// It is new, and so is everything that was held.
        record Tell() implements Verdict {}

        /// This is another answer.
        record Differs() implements Verdict {}
    }

    Verdict DIFFERS = new Verdict.Differs();
    Verdict TELL = new Verdict.Tell();
    Verdict HOLD = new Verdict.Hold();

    /// The next piece of text.
    Verdict text(Said said, String text);

    /// Something that is no text: the end, or a tool call.
    Verdict other();

    /// Whether everything that comes from now on is new.
    boolean done();
}
