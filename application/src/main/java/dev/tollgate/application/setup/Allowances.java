package dev.tollgate.application.setup;

/// What is set aside for parts of a call whose size is not known before it is made.
///
/// @param outputFloor tokens below which a bound on the answer is no use: such a call is refused
/// @param unknownOutput tokens of the answer of a model whose maximum is not known, where the
///   caller gave no bound
/// @param mediaTokens tokens of each image, file or sound of a prompt
/// @param mediaFillsContext whether a prompt with any of these may fill the model's whole context
///   window, where that is known
/// @param toolUses how often each tool that runs at the provider is used, where the call does not
///   say
/// @param toolTokens tokens that each of these uses adds to the prompt
public record Allowances(
        long outputFloor,
        long unknownOutput,
        long mediaTokens,
        boolean mediaFillsContext,
        long toolUses,
        long toolTokens) {
    public static final Allowances DEFAULT = new Allowances(256, 8_192, 4_000, false, 5, 8_000);

    public Allowances {
        if (outputFloor < 1 || unknownOutput < outputFloor) {
            throw new IllegalArgumentException(
                    "outputFloor must be at least 1 and unknownOutput at least that: %d, %d"
                            .formatted(outputFloor, unknownOutput));
        }
        if (mediaTokens < 0 || toolUses < 1 || toolTokens < 0) {
            throw new IllegalArgumentException(
                    "mediaTokens and toolTokens must not be negative, and toolUses at least 1: %d, %d, %d"
                            .formatted(mediaTokens, toolTokens, toolUses));
        }
    }
}
