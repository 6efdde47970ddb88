package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
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
    private static final byte[] CACHE_CREATION_DETAILS = name("cache_creation_token_details");
    private static final byte[] WRITTEN_1H = name("ephemeral_1h_input_tokens");
    private static final byte[] AUDIO_TOKENS = name("audio_tokens");
    private static final byte[] REASONING_TOKENS = name("reasoning_tokens");
    private static final byte[] CACHE_HIT_TOKENS = name("prompt_cache_hit_tokens");
    private static final byte[] CACHE_READ_INPUT = name("cache_read_input_tokens");
    private static final byte[] CACHE_CREATION_INPUT = name("cache_creation_input_tokens");
    private static final byte[] IMAGE_TOKENS = name("image_tokens");
    private static final byte[] VIDEO_TOKENS = name("video_tokens");
    private static final byte[] SEARCHES = name("num_search_queries");
    private static final byte[] SOURCES = name("num_sources_used");
    private static final byte[] CITATION_TOKENS = name("citation_tokens");
    private static final byte[] SERVER_TOOLS = name("server_tool_use");
    private static final byte[] WEB_SEARCHES = name("web_search_requests");
    private static final byte[] TICKS = name("cost_in_usd_ticks");
    private static final byte[] COST = name("cost");
    private static final byte[] TOTAL_COST = name("total_cost");

    /// Gateways of the same kind, which tell the tools of everybody they ask.
    private static final String RELAY = "litellm_proxy";

    /// One of xAI's ticks, in USD.
    private static final BigDecimal TICK = new BigDecimal("0.0000000001");

    private final boolean relayed;
    private boolean reported;
    private long input;
    private long output;
    private long total;
    private long cacheRead;
    private long cacheWrite;
    private long cacheWrite1h;
    private long audioInput;
    private long audioOutput;
    private long reasoning;
    private Meters meters = Meters.NONE;

    private OpenAiUsage(boolean relayed) {
        this.relayed = relayed;
    }

    /// Reads the value that the scanner stands before; anything but an object says nothing.
    static Usage read(JsonScanner scanner, String provider) {
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return Usage.NONE;
        }
        OpenAiUsage usage = new OpenAiUsage(provider.equals(RELAY));
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
            } else if (scanner.nameIs(REASONING_TOKENS)) {
                reasoning = Math.max(reasoning, scanner.readCount());
            } else {
                readMore(scanner);
            }
        }
    }

    /// What few report.
    private void readMore(JsonScanner scanner) {
        if (scanner.nameIs(SEARCHES) || scanner.nameIs(SOURCES)) {
            count(Meter.WEB_SEARCHES, scanner);
        } else if (scanner.nameIs(CITATION_TOKENS)) {
            count(Meter.CITATION_TOKENS, scanner);
        } else if (scanner.nameIs(TICKS)) {
            add(Meter.CHARGED, scanner.readAmount().multiply(TICK));
        } else if (scanner.nameIs(COST)) {
            add(Meter.CHARGED, within(scanner, TOTAL_COST));
        } else if (relayed && scanner.nameIs(SERVER_TOOLS)) {
            add(Meter.WEB_SEARCHES, within(scanner, WEB_SEARCHES));
        } else {
            scanner.skipValue();
        }
    }

    /// The amount of this name within an object; 0 where there is none.
    private static BigDecimal within(JsonScanner scanner, byte[] name) {
        BigDecimal amount = BigDecimal.ZERO;
        if (scanner.peek() != '{') {
            scanner.skipValue();
            return amount;
        }
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            if (scanner.nameIs(name)) {
                amount = scanner.readAmount();
            } else {
                scanner.skipValue();
            }
        }
        return amount;
    }

    private void count(Meter meter, JsonScanner scanner) {
        add(meter, BigDecimal.valueOf(scanner.readCount()));
    }

    private void add(Meter meter, BigDecimal amount) {
        meters = meters.plus(Meters.of(meter, amount));
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
            } else if (prompt && scanner.nameIs(CACHE_CREATION_DETAILS)) {
                cacheWrite1h = within(scanner, WRITTEN_1H).longValue();
            } else if (scanner.nameIs(AUDIO_TOKENS)) {
                long audio = scanner.readCount();
                if (prompt) {
                    audioInput = audio;
                } else {
                    audioOutput = audio;
                }
            } else if (!prompt && scanner.nameIs(REASONING_TOKENS)) {
                reasoning = Math.max(reasoning, scanner.readCount());
            } else if (scanner.nameIs(IMAGE_TOKENS)) {
                count(prompt ? Meter.IMAGE_INPUT_TOKENS : Meter.IMAGE_OUTPUT_TOKENS, scanner);
            } else if (scanner.nameIs(VIDEO_TOKENS)) {
                count(prompt ? Meter.VIDEO_INPUT_TOKENS : Meter.VIDEO_OUTPUT_TOKENS, scanner);
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
        Usage usage =
                new Usage(
                        true,
                        in,
                        answer(in),
                        cacheRead,
                        Math.max(0, cacheWrite - cacheWrite1h),
                        cacheWrite1h,
                        audioInput,
                        audioOutput,
                        reasoning);
        return meters.none() ? usage : usage.with(meters);
    }

    /// Some leave reasoning out of the completion; the total tells.
    private long answer(long in) {
        boolean beside = reasoning > 0 && total == in + output + reasoning;
        return beside ? output + reasoning : output;
    }

    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
