package dev.tollgate.adapters.providers.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;

import dev.tollgate.application.port.out.TokenCounter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// OpenAI's tokenizers: exact for OpenAI's models, an estimate for everyone else's, whose own
/// tokenizers are not public or not to be had offline. Safe for use by many threads.
///
/// The work is linear in the text, whatever it holds. An encoding takes up to half a second to load
/// and is loaded when a model first needs it.
public final class JtokkitTokenCounter implements TokenCounter {
    /// All models are counted by a tokenizer of OpenAI, and this name says so.
    public static final String TOKENIZER = "openai_tokenizer";

    /// The name of a model after provider, region or vendor.
    private static final String START = "(^|.*[/.:])";

    /// GPT-4o and whatever came after it, the o-series, and the open-weight models.
    private static final Pattern O200K =
            Pattern.compile(
                    START
                            + "(gpt-(?!(2|3\\.5|35|4)($|[-:@]))|o[1-9]($|-)|chatgpt-|chat-latest|codex-"
                            + "|computer-use-).*");

    private static final Pattern P50K =
            Pattern.compile(START + "(text-davinci-00[23]|code-davinci-002).*");

    /// Tables that never change and take tens of megabytes: one of each for the whole process,
    /// however many gateways it runs.
    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private static final Map<EncodingType, Encoding> ENCODINGS = new ConcurrentHashMap<>();

    @Override
    public int count(String model, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        Encoding encoding = ENCODINGS.computeIfAbsent(encodingOf(model), REGISTRY::getEncoding);
        long tokens = 0;
        int start = 0;
        while (start < text.length()) {
            int end = Pieces.end(text, start);
            // Ordinary: a text that spells a control token is a text, not an error.
            tokens += encoding.countTokensOrdinary(text.substring(start, end));
            start = end;
        }
        return Math.clamp(tokens, 0, Integer.MAX_VALUE);
    }

    @Override
    public String tokenizerOf(String model) {
        return TOKENIZER;
    }

    static EncodingType encodingOf(String model) {
        if (O200K.matcher(model).matches()) {
            return EncodingType.O200K_BASE;
        }
        return P50K.matcher(model).matches() ? EncodingType.P50K_BASE : EncodingType.CL100K_BASE;
    }
}
