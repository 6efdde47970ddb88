package dev.tollgate.adapters.providers.openai;

import dev.tollgate.adapters.providers.directory.Traits;
import dev.tollgate.adapters.providers.directory.Traits.Range;
import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.json.JsonText;
import dev.tollgate.adapters.providers.json.MalformedJson;
import dev.tollgate.adapters.providers.json.Parts;
import dev.tollgate.adapters.providers.json.Splice;
import dev.tollgate.adapters.providers.json.Splice.Member;
import dev.tollgate.adapters.providers.protocol.DeploymentSettings;
import dev.tollgate.adapters.providers.protocol.GatewayFields;
import dev.tollgate.adapters.providers.protocol.RefusedLocally;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One letter on its way to a provider: the caller's bytes with the changes that are declared for
/// them. Changes happen in a fixed order: gateway fields out, the body's extras and the
/// deployment's defaults in, then what the provider and the model need.
final class LetterDraft {
    private static final byte[] INCLUDE_USAGE = JsonText.bytes("{\"include_usage\":true}");
    private static final byte[] TRUE = JsonText.bytes("true");
    private static final int MAX_NUMBER_LENGTH = 64;

    private static final List<String> BOUNDS = List.of("max_completion_tokens", "max_tokens");

    private final ModelCall call;
    private final DeploymentSettings settings;
    private final Traits traits;
    private final String model;
    private final Splice letter;
    private final List<String> unsupported = new ArrayList<>(0);
    private final Map<String, String> extraHeaders = new LinkedHashMap<>(0);

    LetterDraft(ModelCall call, DeploymentSettings settings, Traits traits, String model) {
        this.call = call;
        this.settings = settings;
        this.traits = traits;
        this.model = model;
        this.letter = Splice.of(call.letter());
    }

    /// @param modelJson the upstream model's name as a JSON string
    /// @param defaults what the deployment adds: name → JSON text
    /// @throws RefusedLocally when the provider does not support what the letter asks for
    Parts write(
            byte[] modelJson,
            Map<String, byte[]> defaults,
            boolean reasoningModel,
            boolean toChat) {
        Member extraBody = sortOut(modelJson);
        if (extraBody != null) {
            mergeExtraBody(extraBody);
        }
        if (toChat) {
            CompletionsBridge.promptToMessages(letter, settings, this::reject);
        }
        if (!defaults.isEmpty()) {
            addDefaults(defaults);
        }
        askForUsage();
        applyTraits();
        if (reasoningModel) {
            ReasoningModels.apply(letter, model, this::reject);
        }
        dropPaths(settings.additionalDropParams());
        dropPaths(call.overrides().additionalDropParams());
        refuseUnsupported();
        Parts parts = new Parts();
        letter.writeTo(parts);
        return parts;
    }

    /// Headers the body asked to add.
    Map<String, String> extraHeaders() {
        return extraHeaders;
    }

    private @Nullable Member sortOut(byte[] modelJson) {
        Member extraBody = null;
        Member modelField = null;
        Member metadata = null;
        boolean stores = false;
        List<Member> members = letter.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            String name = member.name();
            switch (name) {
                case "model" -> modelField = member;
                case "stream" -> {
                    // Anything but true counts as false here, and must not mean true elsewhere.
                    if (!call.streaming() && member.kind() != 'f') {
                        letter.drop(member);
                    }
                }
                case "store" -> stores = member.is("true");
                case "metadata" -> metadata = member;
                case "extra_body" -> {
                    extraBody = member;
                    letter.drop(member);
                }
                // Who else may answer at the provider decides on access and price.
                case "models" -> letter.drop(member);
                case "extra_headers", "headers" -> {
                    readHeaders(member);
                    letter.drop(member);
                }
                default -> {
                    if (GatewayFields.contains(name)) {
                        letter.drop(member);
                    }
                }
            }
        }
        if (metadata != null && !stores) {
            letter.drop(metadata);
        }
        if (modelField == null) {
            letter.add("model", modelJson);
        } else {
            letter.replace(modelField, modelJson);
        }
        return extraBody;
    }

    private void readHeaders(Member member) {
        if (member.kind() != '{') {
            return;
        }
        JsonScanner scanner = member.scanner();
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            String name = scanner.name();
            String value = scanner.readText();
            if (!value.isEmpty()) {
                extraHeaders.put(name, value);
            }
        }
    }

    private void mergeExtraBody(Member extraBody) {
        if (extraBody.kind() != '{') {
            return;
        }
        for (Member extra : extraBody.inside().members()) {
            String name = extra.name();
            boolean ours =
                    switch (name) {
                        case "model",
                                "models",
                                "stream",
                                "stream_options",
                                "extra_body",
                                "extra_headers" ->
                                true;
                        default -> GatewayFields.contains(name);
                    };
            if (!ours && !longer(name, extra)) {
                Member own = letter.find(name);
                if (own != null) {
                    letter.drop(own);
                }
                letter.add(name, extra.bytes(), extra.valueStart(), extra.valueEnd());
            }
        }
    }

    /// A bound that the letter has already is what was set aside; nothing goes beyond it.
    private boolean longer(String name, Member extra) {
        if (!BOUNDS.contains(name)) {
            return false;
        }
        long own = 0;
        for (String bound : BOUNDS) {
            Member its = letter.find(bound);
            own = its == null ? own : Math.max(own, its.scanner().readCount());
        }
        long its = extra.scanner().readCount();
        return own > 0 && (its < 1 || its > own);
    }

    private void addDefaults(Map<String, byte[]> defaults) {
        boolean embeddings = call.dialect() == Dialect.OPENAI_EMBEDDINGS;
        boolean bounded = BOUNDS.stream().anyMatch(bound -> letter.find(bound) != null);
        defaults.forEach(
                (name, value) -> {
                    if (embeddings && KnownParams.CHAT_ONLY.contains(name)
                            || bounded && BOUNDS.contains(name)) {
                        return;
                    }
                    Member own = letter.find(name);
                    if (own == null) {
                        letter.add(name, value);
                    } else if (name.equals("tools") && own.kind() == '[' && value[0] == '[') {
                        Splice tools = own.inside();
                        Parts both = new Parts();
                        appendTools(both, value, tools);
                        letter.replace(own, both);
                    }
                });
    }

    private static void appendTools(Parts out, byte[] first, Splice second) {
        out.add("[");
        String separator = "";
        List<Member> all = new ArrayList<>(Splice.of(first, 0, first.length).members());
        all.addAll(second.members());
        for (Member tool : all) {
            out.add(separator);
            out.add(tool.bytes(), tool.valueStart(), tool.valueEnd());
            separator = ",";
        }
        out.add("]");
    }

    /// Every stream reports its usage; whether the caller sees it is decided when it arrives.
    private void askForUsage() {
        if (!call.streaming() || call.dialect() == Dialect.OPENAI_EMBEDDINGS) {
            return;
        }
        Member options = letter.find("stream_options");
        if (options == null) {
            letter.add("stream_options", INCLUDE_USAGE);
        } else if (options.kind() != '{') {
            letter.replace(options, INCLUDE_USAGE);
        } else {
            Splice inside = options.inside();
            Member wish = inside.find("include_usage");
            if (wish == null) {
                inside.add("include_usage", TRUE);
            } else if (wish.kind() != 't') {
                inside.replace(wish, TRUE);
            }
            if (inside.changed()) {
                replaceBy(options, inside);
            }
        }
    }

    private void applyTraits() {
        traits.renames().forEach(this::renameField);
        if (!traits.lacks().isEmpty() || !traits.only().isEmpty()) {
            List<Member> members = letter.members();
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                if (!member.dropped() && !supported(member.name())) {
                    reject(member);
                }
            }
        }
        if (traits.autoChoiceOnly() || !traits.choices().isEmpty()) {
            toolChoice();
        }
        if (!traits.reasoningLacks().isEmpty() && reasons()) {
            traits.reasoningLacks().forEach(this::rejectSet);
        }
        traits.values().forEach(this::limitValues);
        traits.clips().forEach(this::clip);
        if (settings.dropParams() || call.overrides().dropParams()) {
            traits.zeros().forEach(this::raiseZero);
        }
        if (!traits.leastForMany().isEmpty() && asksForMany()) {
            traits.leastForMany().forEach(this::raise);
        }
        if (!traits.stripped().isEmpty()) {
            stripTools();
        }
        if (traits.maxStops() > 0) {
            cutStops();
        }
        if (traits.plainContent()) {
            plainContent();
        }
        if (traits.noNulls()) {
            for (Member member : letter.members()) {
                if (!member.dropped() && member.is("null")) {
                    letter.drop(member);
                }
            }
        }
    }

    private boolean supported(String name) {
        if (traits.lacks().contains(name)) {
            return false;
        }
        Set<String> only = traits.only();
        return only.isEmpty() || only.contains(name) || !KnownParams.OPTIONAL.contains(name);
    }

    private void renameField(String from, String to) {
        Member member = letter.find(from);
        if (member == null) {
            return;
        }
        Member target = letter.find(to);
        if (target != null) {
            letter.drop(target);
        }
        letter.rename(member, to);
    }

    private void toolChoice() {
        Member member = letter.find("tool_choice");
        if (member == null || member.is("null")) {
            return;
        }
        String choice = member.kind() == '{' ? "object" : member.scanner().readText();
        String replacement = traits.choices().get(choice);
        if (replacement != null && replacement.isEmpty()) {
            letter.drop(member);
        } else if (replacement != null) {
            letter.replace(member, JsonText.bytes(JsonText.quote(replacement)));
        } else if (traits.autoChoiceOnly() && !choice.equals("auto") && !choice.equals("none")) {
            reject(member);
        }
    }

    private void clip(String name, Range range) {
        Member member = letter.find(name);
        BigDecimal value = member == null ? null : number(member);
        if (member == null || value == null) {
            return;
        }
        if (value.compareTo(range.least()) < 0) {
            letter.replace(member, JsonText.bytes(range.least().toPlainString()));
        } else if (value.compareTo(range.most()) > 0) {
            letter.replace(member, JsonText.bytes(range.most().toPlainString()));
        }
    }

    private void raiseZero(String name, BigDecimal instead) {
        Member member = letter.find(name);
        BigDecimal value = member == null ? null : number(member);
        if (member != null && value != null && value.signum() == 0) {
            letter.replace(member, JsonText.bytes(instead.toPlainString()));
        }
    }

    private void raise(String name, BigDecimal least) {
        Member member = letter.find(name);
        BigDecimal value = member == null ? null : number(member);
        if (member != null && value != null && value.compareTo(least) < 0) {
            letter.replace(member, JsonText.bytes(least.toPlainString()));
        }
    }

    private boolean asksForMany() {
        Member count = letter.find("n");
        BigDecimal value = count == null ? null : number(count);
        return value != null && value.compareTo(BigDecimal.ONE) > 0;
    }

    /// A number that is worth comparing; one that nobody means is left for the provider to refuse.
    private static @Nullable BigDecimal number(Member member) {
        boolean numeric = member.kind() == '-' || Character.isDigit(member.kind());
        if (!numeric || member.valueEnd() - member.valueStart() > MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(member.text());
        } catch (NumberFormatException _) {
            // JSON knows exponents that this type does not.
            return null;
        }
    }

    private boolean reasons() {
        if (settings.card().capabilities().contains("reasoning")) {
            return true;
        }
        return !settings.card().lacks().contains("reasoning")
                && !model.contains("non-reasoning")
                && traits.reasoningNames().stream().anyMatch(model::contains);
    }

    private void rejectSet(String name) {
        Member member = letter.find(name);
        if (member != null && !member.is("null")) {
            reject(member);
        }
    }

    private void limitValues(String name, Set<String> allowed) {
        Member member = letter.find(name);
        if (member == null || member.is("null")) {
            return;
        }
        Member value = member.kind() == '{' ? member.inside().find("type") : member;
        if (value == null || value.kind() != '"' || !allowed.contains(value.scanner().readText())) {
            reject(member);
        }
    }

    private void stripTools() {
        Member tools = letter.find("tools");
        if (tools == null || tools.kind() != '[') {
            return;
        }
        try {
            Parts stripped = new ToolSchemas(traits.stripped()).strip(tools);
            if (stripped != null) {
                letter.replace(tools, stripped);
            }
        } catch (MalformedJson _) {
            // Values are well formed in a letter that was read; a default may not be.
            letter.drop(tools);
        }
    }

    private void cutStops() {
        Member stop = letter.find("stop");
        if (stop == null || stop.kind() != '[') {
            return;
        }
        Splice stops = stop.inside();
        List<Member> members = stops.members();
        for (int i = traits.maxStops(); i < members.size(); i++) {
            stops.drop(members.get(i));
        }
        if (stops.changed()) {
            replaceBy(stop, stops);
        }
    }

    private void plainContent() {
        Member messages = letter.find("messages");
        if (messages == null || messages.kind() != '[') {
            return;
        }
        Splice list = messages.inside();
        for (Member message : list.members()) {
            if (message.kind() != '{') {
                continue;
            }
            Splice fields = message.inside();
            Member content = fields.find("content");
            if (content != null && content.kind() == '[') {
                Parts text = joinTexts(content);
                if (text != null) {
                    fields.replace(content, text);
                    replaceBy(list, message, fields);
                }
            }
        }
        if (list.changed()) {
            replaceBy(messages, list);
        }
    }

    /// One JSON string out of a list of text parts, or nothing if there are parts of another kind.
    private static @Nullable Parts joinTexts(Member content) {
        Parts joined = new Parts();
        joined.add("\"");
        for (Member part : content.inside().members()) {
            Member text = part.kind() == '{' ? part.inside().find("text") : null;
            if (text == null || text.kind() != '"') {
                return null;
            }
            joined.add(text.bytes(), text.valueStart() + 1, text.valueEnd() - 1);
        }
        joined.add("\"");
        return joined;
    }

    private void dropPaths(List<String> paths) {
        for (String path : paths) {
            DropPath parsed = DropPath.parse(path);
            Member member = letter.find(parsed.first());
            if (member == null) {
                continue;
            }
            if (parsed.isLast()) {
                letter.drop(member);
            } else if (member.kind() == '{' || member.kind() == '[') {
                try {
                    Parts value = parsed.rest().apply(member);
                    if (value != null) {
                        letter.replace(member, value);
                    }
                } catch (MalformedJson _) {
                    // Values are well formed in a letter that was read; a default may not be.
                    letter.drop(member);
                }
            }
        }
    }

    /// Takes a field out that is not supported: silently if so configured, else as a complaint.
    private void reject(Member member) {
        String name = member.name();
        if (settings.allowedOpenaiParams().contains(name)
                || call.overrides().allowedOpenaiParams().contains(name)) {
            return;
        }
        letter.drop(member);
        if (!settings.dropParams() && !call.overrides().dropParams()) {
            unsupported.add(name);
        }
    }

    private void refuseUnsupported() {
        unsupported.removeAll(settings.additionalDropParams());
        unsupported.removeAll(call.overrides().additionalDropParams());
        if (unsupported.isEmpty()) {
            return;
        }
        String names = "'" + String.join("', '", unsupported) + "'";
        throw new RefusedLocally(
                new ProviderFailure(
                        FailureKind.UNSUPPORTED_PARAMS,
                        400,
                        settings.provider(),
                        "%s does not support parameters: [%s], for model=%s. To drop these, set `drop_params: true` in litellm_settings, for the deployment or in the request."
                                .formatted(settings.provider(), names, model),
                        "invalid_request_error",
                        "",
                        unsupported.getFirst(),
                        HeaderLines.NONE));
    }

    private void replaceBy(Member member, Splice inside) {
        replaceBy(letter, member, inside);
    }

    private static void replaceBy(Splice container, Member member, Splice inside) {
        Parts parts = new Parts();
        inside.writeTo(parts);
        container.replace(member, parts);
    }
}
