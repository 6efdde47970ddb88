package dev.tollgate.domain.call;

import dev.tollgate.domain.access.Caller;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The envelope of one call: everything the core decides on, around the letter it does not read.
///
/// @param id echoed to the caller as `x-litellm-call-id`; may be the caller's own
/// @param caller who asks
/// @param model the model name as asked for; empty if the caller named none
/// @param streaming whether the answer is wanted as a stream
/// @param streamUsage whether the caller asked for the usage chunk of a stream
/// @param overrides the caller's decisions for this call
/// @param attribution whom it is made for
/// @param forwarded caller headers that go to the provider (`anthropic-beta`, `x-pass-…` unwrapped,
///   and others where the operator allows it)
/// @param output how much answer is asked for
/// @param userAgent the caller's `User-Agent`, which `tag_regex` looks at; empty: none
/// @param letter the body
public record ModelCall(
        String id,
        Caller caller,
        String model,
        boolean streaming,
        boolean streamUsage,
        CallOverrides overrides,
        OutputWish output,
        Attribution attribution,
        HeaderLines forwarded,
        String userAgent,
        Letter letter) {

    /// A call of nobody's program, which says nothing of its answer.
    public ModelCall(
            String id,
            Caller caller,
            String model,
            boolean streaming,
            boolean streamUsage,
            CallOverrides overrides,
            HeaderLines forwarded,
            Letter letter) {
        this(
                id,
                caller,
                model,
                streaming,
                streamUsage,
                overrides,
                OutputWish.UNSAID,
                Attribution.NONE,
                forwarded,
                "",
                letter);
    }

    /// The same call by a caller who wants the usage of the stream.
    public ModelCall withStreamUsage() {
        return streamUsage ? this : copy(model, true, letter);
    }

    /// The same call with these fields in the place of the caller's.
    ///
    /// @param parameters field → JSON text; `null` takes the field away
    public ModelCall with(Map<String, String> parameters) {
        return parameters.isEmpty() ? this : with(letter.with(parameters));
    }

    /// The same call with another letter.
    public ModelCall with(Letter another) {
        return copy(model, streamUsage, another);
    }

    /// The same call for another model.
    public ModelCall forModel(String name) {
        return name.equals(model) ? this : copy(name, streamUsage, letter);
    }

    /// The same call of a caller who acts for somebody else.
    ///
    /// @param customer on whose behalf; empty: whom the call names
    public ModelCall by(Caller another, String customer) {
        return new ModelCall(
                id,
                another,
                model,
                streaming,
                streamUsage,
                overrides,
                output,
                customer.isEmpty() ? attribution : attribution.by(customer),
                forwarded,
                userAgent,
                letter);
    }

    private ModelCall copy(String itsModel, boolean usage, Letter itsLetter) {
        return new ModelCall(
                id,
                caller,
                itsModel,
                streaming,
                usage,
                overrides,
                output,
                attribution,
                forwarded,
                userAgent,
                itsLetter);
    }

    /// The tags of its key and its own, each once: its own, however many, crowd out none of the
    /// key's.
    public List<String> tags() {
        List<String> keys = caller.holder().tags();
        return keys.isEmpty()
                ? overrides.tags()
                : Stream.concat(keys.stream(), overrides.tags().stream()).distinct().toList();
    }

    /// Whether the caller asked for the provider's faster mode, which some bill as a multiple.
    public boolean fastMode() {
        return letter.word("speed").equals("fast");
    }

    public Dialect dialect() {
        return letter.dialect();
    }
}
