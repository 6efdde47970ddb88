package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.domain.usage.Usage;

import java.nio.charset.StandardCharsets;

/// Reads a `usage` object, in the spellings OpenAI and those who follow it use.
final class OpenAiUsage {
    private static final byte[] PROMPT_TOKENS = name("prompt_tokens");
    private static final byte[] COMPLETION_TOKENS = name("completion_tokens");
    private static final byte[] TOTAL_TOKENS = name("total_tokens");
    private static final byte[] PROMPT_DETAILS = name("prompt_tokens_details");
    private static final byte[] COMPLETION_DETAILS = name("completion_tokens_details");
    private static final byte[] CACHED_TOKENS = name("cached_tokens");
    private static final byte[] CACHE_WRITE_TOKENS = name("cache_write_tokens");
    private static final byte[] CACHE_CREATION_TOKENS = name("cache_creation_tokens");
    private static final byte[] AUDIO_TOKENS = name("audio_tokens");
    private static final byte[] REASONING_TOKENS = name("reasoning_tokens");
    private static final byte[] CACHE_HIT_TOKENS = name("prompt_cache_hit_tokens");
    private static final byte[] CACHE_READ_INPUT = name("cache_read_input_tokens");
    private static final byte[] CACHE_CREATION_INPUT = name("cache_creation_input_tokens");

    private boolean reported;
    private long input;
    private long output;
    private long total;
    private long cacheRead;
    private long cacheWrite;
    private long audioInput;
    private long audioOutput;
    private long reasoning;

    private OpenAiUsage() {}

    /// Reads the value that the scanner stands before; anything but an object says nothing.
    static Usage read(JsonScanner scanner) {
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return Usage.NONE;
        }
        OpenAiUsage usage = new OpenAiUsage();
        usage.readFields(scanner);
        return usage.toUsage();
    }

    private void readFields(JsonScanner scanner) {
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(PROMPT_TOKENS)) {
                input = scanner.readCount();
                reported = true;
            } else if (scanner.nameIs(COMPLETION_TOKENS)) {
                output = scanner.readCount();
                reported = true;
            } else if (scanner.nameIs(TOTAL_TOKENS)) {
                total = scanner.readCount();
                reported = true;
            } else if (scanner.nameIs(PROMPT_DETAILS)) {
                readDetails(scanner, true);
            } else if (scanner.nameIs(COMPLETION_DETAILS)) {
                readDetails(scanner, false);
            } else if (scanner.nameIs(CACHE_HIT_TOKENS) || scanner.nameIs(CACHE_READ_INPUT)) {
                cacheRead = Math.max(cacheRead, scanner.readCount());
            } else if (scanner.nameIs(CACHE_CREATION_INPUT)) {
                cacheWrite = Math.max(cacheWrite, scanner.readCount());
            } else {
                scanner.skipValue();
            }
        }
    }

    private void readDetails(JsonScanner scanner, boolean prompt) {
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return;
        }
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (prompt && scanner.nameIs(CACHED_TOKENS)) {
                cacheRead = Math.max(cacheRead, scanner.readCount());
            } else if (prompt
                    && (scanner.nameIs(CACHE_WRITE_TOKENS)
                            || scanner.nameIs(CACHE_CREATION_TOKENS))) {
                cacheWrite = Math.max(cacheWrite, scanner.readCount());
            } else if (scanner.nameIs(AUDIO_TOKENS)) {
                long audio = scanner.readCount();
                if (prompt) {
                    audioInput = audio;
                } else {
                    audioOutput = audio;
                }
            } else if (!prompt && scanner.nameIs(REASONING_TOKENS)) {
                reasoning = scanner.readCount();
            } else {
                scanner.skipValue();
            }
        }
    }

    private Usage toUsage() {
        if (!reported) {
            return Usage.NONE;
        }
        long in = input == 0 && total > output ? total - output : input;
        return new Usage(
                true, in, output, cacheRead, cacheWrite, 0, audioInput, audioOutput, reasoning);
    }

    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
