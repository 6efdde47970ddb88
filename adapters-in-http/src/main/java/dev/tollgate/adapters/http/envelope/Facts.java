package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.Attribution;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.MockedFailure;
import dev.tollgate.domain.call.OutputWish;
import dev.tollgate.domain.entity.KeptText;
import dev.tollgate.domain.usage.ServiceTier;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/// What one pass over a body collects, and how the values of its fields are read.
final class Facts {
    /// More names than anybody lists for one call.
    private static final int MAX_NAMES = 100;

    /// Longer names of customers and sessions are cut.
    private static final int MAX_NAME = 256;

    private final JsonScanner json;
    private final byte[] bytes;

    String model = "";
    boolean streaming;
    boolean streamUsage;
    boolean disableFallbacks;
    boolean dropParams;
    @Nullable Field messages;
    @Nullable Field prompt;
    @Nullable Field input;
    @Nullable Field numRetries;
    @Nullable Field timeout;
    @Nullable Field streamTimeout;
    @Nullable Field fallbacks;
    @Nullable Field contextWindowFallbacks;
    @Nullable Field contentPolicyFallbacks;
    @Nullable Field tags;
    @Nullable Field metadata;
    @Nullable Field litellmMetadata;
    @Nullable Field additionalDropParams;
    @Nullable Field allowedOpenaiParams;
    @Nullable Field maxFallbacks;
    @Nullable Field maxTokens;
    @Nullable Field maxCompletionTokens;
    @Nullable Field choices;
    @Nullable Field user;
    @Nullable Field safetyIdentifier;
    @Nullable Field bestOf;
    @Nullable Field serviceTier;
    Set<MockedFailure> mocked = Set.of();

    Facts(JsonScanner json, byte[] bytes) {
        this.json = json;
        this.bytes = bytes;
    }

    int first(Field field) {
        return bytes[field.valueStart()];
    }

    boolean isNull(Field field) {
        return first(field) == 'n';
    }

    String string(Field field, String ifNull) {
        return switch (first(field)) {
            case '"' -> keepable(json.text(field.valueStart(), field.end()));
            case 'n' -> ifNull;
            default -> throw wrong(field, "a string");
        };
    }

    boolean bool(Field field) {
        return switch (first(field)) {
            case 't' -> true;
            case 'f', 'n' -> false;
            default -> throw wrong(field, "a boolean");
        };
    }

    /// `include_usage` inside `stream_options`.
    boolean includeUsage(Field field) {
        if (isNull(field)) {
            return false;
        }
        if (first(field) != '{') {
            throw wrong(field, "an object");
        }
        boolean[] included = new boolean[1];
        members(
                field.valueStart(),
                (name, value) -> {
                    if (name.equals("include_usage")) {
                        included[0] = bytes[value] == 't';
                    }
                });
        return included[0];
    }

    /// The lists of strings `tags` inside `metadata` and `litellm_metadata`; anything else in there
    /// is the caller's affair.
    List<String> metadataTags() {
        List<String> found = new ArrayList<>();
        addTags(metadata, found);
        addTags(litellmMetadata, found);
        return found;
    }

    private void addTags(@Nullable Field of, List<String> found) {
        if (of != null && first(of) == '{') {
            members(
                    of.valueStart(),
                    (name, value) -> {
                        if (name.equals("tags") && bytes[value] == '[') {
                            elements(
                                    value,
                                    element -> {
                                        if (bytes[element] == '"' && found.size() < MAX_NAMES) {
                                            found.add(textAt(element));
                                        }
                                    });
                        }
                    });
        }
    }

    /// The members of the object that starts here, which is known to be valid.
    void members(int start, ObjIntConsumer<String> member) {
        int p = json.space(start + 1);
        while (json.at(p) == '"') {
            int behindName = json.string(p);
            int value = json.space(json.space(behindName) + 1);
            member.accept(FieldNames.read(json, bytes, p, behindName), value);
            p = json.space(json.value(value));
            if (json.at(p) == ',') {
                p = json.space(p + 1);
            }
        }
    }

    /// The elements of the array that starts here, which is known to be valid.
    void elements(int start, IntConsumer element) {
        int p = json.space(start + 1);
        while (json.at(p) != ']') {
            element.accept(p);
            p = json.space(json.value(p));
            if (json.at(p) == ',') {
                p = json.space(p + 1);
            }
        }
    }

    /// Where the value of an object's member stands; -1 if it has none of that name.
    int member(int start, String wanted) {
        int[] found = {-1};
        members(
                start,
                (name, value) -> {
                    if (name.equals(wanted)) {
                        found[0] = value;
                    }
                });
        return found[0];
    }

    int byteAt(int offset) {
        return json.at(offset);
    }

    /// The string whose opening quote stands here.
    String textAt(int offset) {
        return keepable(json.text(offset, json.string(offset)));
    }

    /// Without characters that no ledger can keep, for there a call has to be found.
    private static String keepable(String text) {
        return KeptText.isPossible(text) ? text : KeptText.beginning(text, text.length());
    }

    /// The value that starts here, as it was written.
    String json(int offset) {
        return new String(bytes, offset, json.value(offset) - offset, StandardCharsets.UTF_8);
    }

    /// A list of names.
    List<String> names(@Nullable Field field) {
        if (field == null || isNull(field)) {
            return List.of();
        }
        if (first(field) != '[') {
            throw wrong(field, "an array");
        }
        List<String> names = new ArrayList<>();
        elements(
                field.valueStart(),
                element -> {
                    if (names.size() == MAX_NAMES) {
                        throw new BadField(
                                field.name(),
                                "'" + field.name() + "' has more than " + MAX_NAMES + " entries.");
                    }
                    if (bytes[element] != '"') {
                        throw wrong(field, "an array of strings");
                    }
                    names.add(textAt(element));
                });
        return names;
    }

    /// Notes a failure that the caller asks for; `false`, `null`, 0 and what is empty ask for none.
    void mock(Field field, MockedFailure failure) {
        boolean asked =
                switch (first(field)) {
                    case 'f', 'n' -> false;
                    case 't' -> true;
                    case '"' -> field.end() - field.valueStart() > 2;
                    case '[', '{' ->
                            json.at(json.space(field.valueStart() + 1)) != closing(first(field));
                    default -> Double.parseDouble(number(field, "a boolean")) != 0;
                };
        if (asked) {
            mocked = mocked.isEmpty() ? EnumSet.of(failure) : mocked;
            mocked.add(failure);
        }
    }

    private static int closing(int opening) {
        return opening == '[' ? ']' : '}';
    }

    /// Whether a field of this name would decide where a call goes, or with which credential.
    static boolean redirects(String name) {
        return switch (name) {
            case "api_key", "api_base", "base_url", "api_version" -> true;
            default -> false;
        };
    }

    /// What is laid over the letter is read as the letter is.
    void refuseLookAlikes(Field field) {
        if (first(field) == '{') {
            members(field.valueStart(), (name, _) -> FieldNames.refuseLookAlike(name));
        }
    }

    static BadField redirected(String param, String name) {
        return new BadField(
                401,
                "auth_error",
                param,
                "Authentication Error, Rejected Request: "
                        + name
                        + " is not allowed in request body. The gateway's operator decides"
                        + " where calls go and with which credential.");
    }

    /// Seconds; zero where nothing is said.
    Duration seconds(@Nullable Field field) {
        if (field == null || isNull(field)) {
            return Duration.ZERO;
        }
        return Overrides.seconds(field.name(), number(field, "a number of seconds"));
    }

    /// How much answer is asked for. Values that are no numbers are the provider's to refuse.
    OutputWish outputWish() {
        if (maxTokens == null
                && maxCompletionTokens == null
                && choices == null
                && bestOf == null
                && serviceTier == null) {
            return OutputWish.UNSAID;
        }
        long bound = Math.max(whole(maxTokens), whole(maxCompletionTokens));
        long answers = Math.max(1, Math.max(whole(choices), whole(bestOf)));
        return new OutputWish(
                bound,
                (int) Math.min(Integer.MAX_VALUE, answers),
                serviceTier != null && first(serviceTier) == '"'
                        ? ServiceTier.named(string(serviceTier, ""))
                        : ServiceTier.UNSTATED);
    }

    /// Whom the call is for: who is named first in a header, as `user`, inside `litellm_metadata`
    /// or `metadata`, or as `safety_identifier`.
    Attribution attribution(CallHeaders headers) {
        String customer = headers.customer();
        if (customer.isEmpty()) {
            customer = word(user);
        }
        if (customer.isEmpty()) {
            customer = within(litellmMetadata, "user");
        }
        if (customer.isEmpty()) {
            customer = within(metadata, "user_id");
        }
        if (customer.isEmpty()) {
            customer = word(safetyIdentifier);
        }
        return customer.isEmpty() && headers.session().isEmpty() && !headers.confidential()
                ? Attribution.NONE
                : new Attribution(
                        bounded(customer), bounded(headers.session()), headers.confidential());
    }

    private String within(@Nullable Field of, String name) {
        int at = of != null && first(of) == '{' ? member(of.valueStart(), name) : -1;
        return at >= 0 && bytes[at] == '"' ? textAt(at) : "";
    }

    private String word(@Nullable Field field) {
        return field != null && first(field) == '"' ? string(field, "") : "";
    }

    private static String bounded(String name) {
        return name.length() <= MAX_NAME ? name : KeptText.beginning(name, MAX_NAME);
    }

    /// A number above 0, rounded up; 0 for everything else.
    private long whole(@Nullable Field field) {
        if (field == null || first(field) < '0' || first(field) > '9') {
            return 0;
        }
        return (long) Math.ceil(Math.min(1e15, Double.parseDouble(number(field, "a number"))));
    }

    int count(@Nullable Field field, int ifNone) {
        if (field == null || isNull(field)) {
            return ifNone;
        }
        return Overrides.count(field.name(), number(field, "a number"));
    }

    private String number(Field field, String expected) {
        int first = first(field);
        if (first == '"') {
            return json.text(field.valueStart(), field.end());
        }
        if (first != '-' && (first < '0' || first > '9')) {
            throw wrong(field, expected);
        }
        return new String(
                bytes,
                field.valueStart(),
                field.end() - field.valueStart(),
                StandardCharsets.ISO_8859_1);
    }

    static BadField wrong(Field field, String expected) {
        boolean model = field.name().equals("model");
        return new BadField(
                400,
                model ? "bad_request_error" : "invalid_request_error",
                field.name(),
                "'" + field.name() + "' must be " + expected + ".");
    }
}
