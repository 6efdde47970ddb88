package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Raw.Scalar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the main file and the ones it includes, and lays them over one another: lists are
/// appended, maps merged key by key, and of two other values the included one counts and is
/// reported.
final class ConfigSources {
    private static final int MOST_INCLUDES = 100;

    private final ConfigFiles files;
    private final Problems problems;
    private final List<Path> read = new ArrayList<>();

    ConfigSources(ConfigFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /// Every file that was asked for, also those that are missing.
    List<Path> read() {
        return read;
    }

    Optional<Raw.Mapping> load(Path main) {
        Optional<Raw.Mapping> loaded = one(main, Place.NOWHERE);
        if (loaded.isEmpty()) {
            return loaded;
        }
        Raw.Mapping merged = loaded.get();
        for (Scalar include : includes(merged)) {
            Optional<Raw.Mapping> included = included(main, include);
            if (included.isPresent()) {
                merged = merge("", merged, included.get());
            }
        }
        Map<String, Raw.Field> fields = new LinkedHashMap<>(merged.fields());
        fields.remove("include");
        return Optional.of(new Raw.Mapping(merged.place(), fields));
    }

    private List<Scalar> includes(Raw.Mapping main) {
        Raw.Field field = main.fields().get("include");
        if (field == null) {
            return List.of();
        }
        List<Raw> named =
                field.value() instanceof Raw.Listing listing
                        ? listing.items()
                        : List.of(field.value());
        List<Scalar> texts = new ArrayList<>();
        for (Raw raw : named) {
            if (raw instanceof Scalar scalar && !scalar.absent() && texts.size() < MOST_INCLUDES) {
                texts.add(scalar);
            } else if (!(raw instanceof Scalar scalar) || !scalar.absent()) {
                problems.error(
                        "include",
                        raw.place(),
                        raw.kind(),
                        "must be the path of a file, or a list of at most 100 paths.",
                        "");
            }
        }
        return texts;
    }

    private Optional<Raw.Mapping> included(Path main, Scalar include) {
        try {
            Path path = main.toAbsolutePath().resolveSibling(include.text());
            Optional<Raw.Mapping> included = one(path, include.place());
            if (included.isPresent() && included.get().fields().containsKey("include")) {
                problems.warning(
                        "include",
                        included.get().fields().get("include").place(),
                        "",
                        "An included file's own `include` is not followed.",
                        "List the file in the main file's `include`.");
                Map<String, Raw.Field> fields = new LinkedHashMap<>(included.get().fields());
                fields.remove("include");
                return Optional.of(new Raw.Mapping(included.get().place(), fields));
            }
            return included;
        } catch (InvalidPathException bad) {
            problems.error("include", include.place(), "", "is not a path.", "");
            return Optional.empty();
        }
    }

    private Optional<Raw.Mapping> one(Path path, Place includedAt) {
        read.add(path);
        String name = path.getFileName() == null ? path.toString() : path.getFileName().toString();
        String where = includedAt.line() == 0 ? "" : "include";
        try {
            byte[] content = files.read(path);
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return new YamlReader(name, problems)
                    .read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException missing) {
            problems.error(
                    where,
                    includedAt,
                    "",
                    "There is no file " + path + ".",
                    where.isEmpty()
                            ? "Name one with --config, or start with --model."
                            : "Paths in `include` are relative to the main file.");
        } catch (CharacterCodingException notUtf8) {
            problems.error(where, new Place(name, 0), "", "The file is not UTF-8 text.", "");
        } catch (IOException unreadable) {
            problems.error(
                    where,
                    includedAt,
                    "",
                    "The file "
                            + path
                            + " cannot be read ("
                            + unreadable.getClass().getSimpleName()
                            + ").",
                    "It must be a readable file of at most 8 MB.");
        }
        return Optional.empty();
    }

    private Raw.Mapping merge(String path, Raw.Mapping base, Raw.Mapping over) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>(base.fields());
        over.fields()
                .forEach(
                        (key, field) -> {
                            Raw.Field earlier = fields.get(key);
                            String inner = path.isEmpty() ? key : path + "." + key;
                            fields.put(key, earlier == null ? field : merge(inner, earlier, field));
                        });
        return new Raw.Mapping(base.place(), fields);
    }

    private Raw.Field merge(String path, Raw.Field earlier, Raw.Field later) {
        if (earlier.value() instanceof Raw.Mapping a && later.value() instanceof Raw.Mapping b) {
            return new Raw.Field(earlier.place(), merge(path, a, b));
        }
        if (earlier.value() instanceof Raw.Listing a && later.value() instanceof Raw.Listing b) {
            List<Raw> all = new ArrayList<>(a.items());
            all.addAll(b.items());
            return new Raw.Field(earlier.place(), new Raw.Listing(a.place(), all));
        }
        boolean nothing = later.value() instanceof Scalar scalar && scalar.absent();
        boolean same =
                earlier.value() instanceof Scalar a
                        && later.value() instanceof Scalar b
                        && a.text().equals(b.text());
        if (!same && !nothing) {
            problems.warning(
                    path,
                    later.place(),
                    "",
                    "is set in "
                            + earlier.place().file()
                            + " line "
                            + earlier.place().line()
                            + " too; the included file's value counts.",
                    "Remove one of them.");
        }
        return nothing ? earlier : later;
    }
}
