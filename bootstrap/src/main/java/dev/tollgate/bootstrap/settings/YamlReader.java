package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// YAML 1.1 text to [Raw] nodes. Only composes: no tag ever makes an object. Depth, size, aliases
/// and the number of nodes after expanding aliases are bounded.
final class YamlReader {
    private static final int MOST_CODE_POINTS = 4 << 20;
    private static final int MOST_NODES = 200_000;
    private static final int MOST_ALIASES = 1000;
    private static final int DEEPEST = 60;

    private final String file;
    private final Problems problems;
    private int nodes;

    YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The document's map; nothing if there is none, which has been reported then.
    Optional<Raw.Mapping> read(String text) {
        try {
            Node root = new Yaml(options()).compose(new StringReader(text));
            if (root == null || isEmpty(root)) {
                report(new Place(file, 0), "The file is empty.", "Start with a `model_list:`.");
                return Optional.empty();
            }
            if (convert(root, "", 0) instanceof Raw.Mapping mapping) {
                return Optional.of(mapping);
            }
            report(
                    place(root),
                    "The file must be a map of sections such as `model_list:`.",
                    "Check that every section's name ends with a colon.");
        } catch (TooMuch tooMuch) {
            report(new Place(file, tooMuch.line), tooMuch.sentence, "");
        } catch (MarkedYAMLException bad) {
            reportSyntax(bad, text);
        } catch (YAMLException | StackOverflowError bad) {
            report(
                    new Place(file, 0),
                    "This is not YAML, or too large or too deeply nested.",
                    "At most "
                            + DEEPEST
                            + " levels, "
                            + MOST_ALIASES
                            + " aliases and 4 million characters, none of them control"
                            + " characters.");
        }
        return Optional.empty();
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        options.setWarnOnDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_CODE_POINTS);
        return options;
    }

    private static boolean isEmpty(Node root) {
        return root instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
    }

    private Raw convert(Node node, String path, int depth) {
        if (++nodes > MOST_NODES) {
            throw new TooMuch(place(node).line(), "Too many values once aliases are expanded.");
        }
        if (depth > DEEPEST) {
            throw new TooMuch(place(node).line(), "Nested too deeply, or an alias within itself.");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path);
            case SequenceNode sequence -> {
                List<Raw> items = new ArrayList<>(sequence.getValue().size());
                for (Node item : sequence.getValue()) {
                    items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
                }
                yield new Raw.Listing(place(node), items);
            }
            case MappingNode mapping -> new Raw.Mapping(place(node), fields(mapping, path, depth));
            default -> new Scalar(place(node), Scalar.Type.NOTHING, "", "");
        };
    }

    private Map<String, Raw.Field> fields(MappingNode mapping, String path, int depth) {
        Map<String, Raw.Field> own = new LinkedHashMap<>();
        Map<String, Raw.Field> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (Tag.MERGE.equals(keyNode.getTag())) {
                merge(convert(tuple.getValueNode(), path, depth + 1), merged);
                continue;
            }
            if (!(keyNode instanceof ScalarNode key)) {
                problems.error(path, place(keyNode), "", "A key must be a plain text.", "");
                continue;
            }
            String name = key.getValue();
            String inner = path.isEmpty() ? name : path + "." + name;
            Raw.Field field =
                    new Raw.Field(place(key), convert(tuple.getValueNode(), inner, depth + 1));
            Raw.@Nullable Field earlier = own.put(name, field);
            if (earlier != null) {
                problems.warning(
                        inner,
                        field.place(),
                        "",
                        "The key is written twice; this one counts, the one in line "
                                + earlier.place().line()
                                + " does not.",
                        "Remove one of them.");
            }
        }
        merged.forEach(own::putIfAbsent);
        return own;
    }

    private static void merge(Raw source, Map<String, Raw.Field> into) {
        switch (source) {
            case Raw.Mapping mapping -> mapping.fields().forEach(into::putIfAbsent);
            case Raw.Listing listing -> listing.items().forEach(item -> merge(item, into));
            case Scalar _ -> {}
        }
    }

    private Scalar scalar(ScalarNode node, String path) {
        Tag tag = node.getTag();
        String text = node.getValue();
        Place place = place(node);
        if (Tag.NULL.equals(tag)) {
            return new Scalar(place, Scalar.Type.NOTHING, "", "");
        }
        if (Tag.BOOL.equals(tag)) {
            Optional<Boolean> flag = YamlScalars.flag(text);
            if (flag.isPresent()) {
                return new Scalar(place, Scalar.Type.FLAG, flag.get().toString(), "");
            }
        }
        if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
            Optional<String> number = YamlScalars.number(text);
            if (number.isPresent()) {
                return new Scalar(place, Scalar.Type.NUMBER, number.get(), "");
            }
        }
        if (!Tag.standardTags.contains(tag)) {
            problems.warning(
                    path, place, "", "YAML tags have no meaning here.", "Write the plain value.");
        }
        return Scalar.text(place, text);
    }

    private void reportSyntax(MarkedYAMLException bad, String text) {
        @Nullable Mark mark =
                bad.getProblemMark() == null ? bad.getContextMark() : bad.getProblemMark();
        int line = mark == null ? 0 : mark.getLine() + 1;
        String at = mark == null ? "" : " (column " + (mark.getColumn() + 1) + ")";
        report(
                new Place(file, line),
                "This is not valid YAML" + at + ": " + YamlScalars.complaint(bad, text, line) + ".",
                "");
    }

    private void report(Place place, String rule, String fix) {
        problems.error("", place, "", rule, fix);
    }

    private Place place(Node node) {
        @Nullable Mark mark = node.getStartMark();
        return new Place(file, mark == null ? 0 : mark.getLine() + 1);
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String sentence;

        TooMuch(int line, String sentence) {
            super(sentence, null, false, false);
            this.line = line;
            this.sentence = sentence;
        }
    }
}
