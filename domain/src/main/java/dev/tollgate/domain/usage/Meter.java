package dev.tollgate.domain.usage;

/// What is counted besides plain tokens.
public enum Meter {
    /// A part of the input tokens.
    IMAGE_INPUT_TOKENS,
    /// A part of the input tokens.
    VIDEO_INPUT_TOKENS,
    /// A part of the tokens that were read from the cache.
    CACHED_AUDIO_TOKENS,
    /// A part of the tokens that were read from the cache.
    CACHED_IMAGE_TOKENS,
    /// A part of the tokens that were written to the cache.
    WRITTEN_AUDIO_TOKENS,
    /// A part of the output tokens.
    IMAGE_OUTPUT_TOKENS,
    /// A part of the output tokens.
    VIDEO_OUTPUT_TOKENS,
    /// Tokens of cited pages; not among the input tokens.
    CITATION_TOKENS,

    /// Images that were sent.
    IMAGES_IN,
    /// Images that were made.
    IMAGES_OUT,
    /// Pixels of all images that were made.
    PIXELS,
    /// Seconds of audio that was transcribed.
    SECONDS,
    /// Seconds that the provider took to answer.
    RESPONSE_SECONDS,
    /// Seconds of audio that was embedded or looked at.
    AUDIO_SECONDS_IN,
    /// Seconds of video that was embedded or looked at.
    VIDEO_SECONDS_IN,
    /// Seconds of all videos that were made.
    VIDEO_SECONDS_OUT,
    /// Characters that were read: of the text that was spoken, or of the prompt.
    CHARACTERS_IN,
    CHARACTERS_OUT,
    /// Searches, or a reranker's search units.
    QUERIES,
    /// Results of each query.
    RESULTS,
    PAGES,
    ANNOTATION_PAGES,
    CREDITS,
    REQUESTS,
    TEXT_MESSAGES,

    /// Searches of the web that the model made, with little context.
    WEB_SEARCHES_LOW,
    /// Searches of the web that the model made, with the usual context.
    WEB_SEARCHES,
    /// Searches of the web that the model made, with much context.
    WEB_SEARCHES_HIGH,
    /// Pages of the web that the model opened.
    WEB_PAGES,
    /// Searches of maps that the model made.
    MAP_SEARCHES,
    CODE_SESSIONS,
    FILE_SEARCHES,

    /// USD that the provider says it charged for everything.
    CHARGED
}
