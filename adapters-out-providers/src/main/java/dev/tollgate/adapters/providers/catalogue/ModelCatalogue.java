package dev.tollgate.adapters.providers.catalogue;

import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.domain.catalog.ModelCard;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The models of the bundled file. Safe for use by many threads.
public final class ModelCatalogue implements ModelCards {
    private static final String RESOURCE = "models.txt";

    /// Bare names of models that are newer than the catalogue.
    private static final Map<String, Pattern> NEWCOMERS =
            Map.of(
                    "openai", Pattern.compile("(gpt-(?!oss)|chatgpt-|o\\d|ft:gpt-).*"),
                    "anthropic", Pattern.compile("claude-.*"));

    private static final String VERSION = "# version ";

    private final String text;
    private final String version;
    private final Map<String, Integer> lines;
    private final Map<String, ModelCard> read = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, List<String>> models;

    private ModelCatalogue(String text, String version, Map<String, Integer> lines) {
        this.text = text;
        this.version = version;
        this.lines = lines;
    }

    /// The catalogue that comes with the gateway.
    public static ModelCatalogue bundled() {
        try (InputStream in = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the model catalogue " + RESOURCE + " is missing");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the model catalogue cannot be read", e);
        }
    }

    /// @param text lines in the form of the bundled file
    /// @throws IllegalArgumentException for a line that is no model, or a name that stands twice
    static ModelCatalogue of(String text) {
        int end = text.indexOf('\n');
        String head = end < 0 ? text : text.substring(0, end);
        return of(text, head.startsWith(VERSION) ? head.substring(VERSION.length()) : "");
    }

    private static ModelCatalogue of(String text, String version) {
        Map<String, Integer> lines = new HashMap<>(8192);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (end > start && text.charAt(start) != '#') {
                int space = text.indexOf(' ', start);
                if (space < 0 || space >= end) {
                    throw new IllegalArgumentException(
                            "not a model: " + text.substring(start, end));
                }
                String name = text.substring(start, space);
                if (lines.put(name, start) != null) {
                    throw new IllegalArgumentException("the model stands twice: " + name);
                }
            }
            start = end + 1;
        }
        return new ModelCatalogue(text, version, lines);
    }

    /// This catalogue under other lines: what they do not name stays as it is.
    ///
    /// @param others name → line
    /// @param newVersion of the whole
    ModelCatalogue under(Map<String, String> others, String newVersion) {
        StringBuilder both = new StringBuilder(text.length() * 2);
        others.values().forEach(line -> both.append(line).append('\n'));
        lines.forEach(
                (name, line) -> {
                    if (!others.containsKey(name)) {
                        both.append(lineAt(line)).append('\n');
                    }
                });
        return of(both.toString(), newVersion);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public ModelCard find(String provider, String model) {
        return findIn(provider, "", model);
    }

    @Override
    public ModelCard findIn(String provider, String region, String model) {
        if (model.isEmpty()) {
            return ModelCard.UNKNOWN;
        }
        if (provider.isEmpty()) {
            return findAnywhere(region, model);
        }
        String family = Families.ofProvider(provider);
        for (String name : Names.toTry(provider, family, region, model)) {
            ModelCard card = card(name);
            if (card.known() && belongs(card, family)) {
                return card;
            }
        }
        return ModelCard.UNKNOWN;
    }

    private ModelCard findAnywhere(String region, String model) {
        int slash = model.indexOf('/');
        if (slash > 0) {
            ModelCard its = findIn(model.substring(0, slash), region, model.substring(slash + 1));
            return its.known() ? its : card(model);
        }
        ModelCard its = card(model);
        String provider = providerOf(model);
        return its.known() || provider.isEmpty() ? its : findIn(provider, region, model);
    }

    /// A gateway of the same kind upstream may serve anybody's model; everyone else only their own:
    /// the same name at another provider has another price.
    private static boolean belongs(ModelCard card, String family) {
        return family.equals("litellm_proxy")
                || family.equals(Families.ofProvider(card.provider()));
    }

    @Override
    public List<String> modelsOf(String provider) {
        return models().getOrDefault(Families.ofProvider(provider), List.of());
    }

    @Override
    public String providerOf(String model) {
        if (model.indexOf('/') >= 0) {
            return "";
        }
        // A bare Gemini name means Vertex AI; AI Studio's models are asked for with gemini/.
        if (model.startsWith("gemini-")) {
            return "vertex_ai";
        }
        Integer line = lines.get(model);
        if (line != null) {
            return priceOnly(model) ? "" : Families.ofProvider(providerAt(line));
        }
        return NEWCOMERS.entrySet().stream()
                .filter(newcomer -> newcomer.getValue().matcher(model).matches())
                .map(Map.Entry::getKey)
                .findAny()
                .orElse("");
    }

    /// Every name of the file.
    Set<String> names() {
        return lines.keySet();
    }

    /// The card of exactly this name.
    ModelCard card(String name) {
        Integer line = lines.get(name);
        if (line == null) {
            return ModelCard.UNKNOWN;
        }
        // Bounded by the number of lines: only names of the file get here.
        return read.computeIfAbsent(name, _ -> HouseRules.applied(listed(line)).pricedBy(version));
    }

    /// The card of exactly this name as its line has it.
    ModelCard listed(String name) {
        Integer line = lines.get(name);
        return line == null ? ModelCard.UNKNOWN : listed(line);
    }

    private ModelCard listed(int line) {
        return ModelLine.parse(lineAt(line));
    }

    private String lineAt(int start) {
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private String providerAt(int line) {
        return lineAt(line).split(" ", 3)[1];
    }

    /// Whether a row holds a price but is no model a caller could name: a size of images, prepaid
    /// capacity, tool sessions, a class of sizes.
    private static boolean priceOnly(String name) {
        return name.contains("-x-")
                || name.contains("*")
                || name.contains("-commitment/")
                || name.endsWith("/container")
                || name.startsWith("together-ai-")
                || name.startsWith("fireworks-ai-");
    }

    private Map<String, List<String>> models() {
        Map<String, List<String>> known = models;
        if (known == null) {
            known = listModels();
            models = known;
        }
        return known;
    }

    private Map<String, List<String>> listModels() {
        Map<String, TreeSet<String>> sorted = new TreeMap<>();
        lines.forEach(
                (name, line) -> {
                    if (!priceOnly(name)) {
                        String family = Families.ofProvider(providerAt(line));
                        sorted.computeIfAbsent(family, _ -> new TreeSet<>())
                                .add(Families.bare(family, name));
                    }
                });
        Map<String, List<String>> listed = new HashMap<>();
        sorted.forEach((family, names) -> listed.put(family, List.copyOf(names)));
        return Map.copyOf(listed);
    }
}
