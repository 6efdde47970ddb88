package dev.tollgate.bootstrap.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tollgate.adapters.providers.catalogue.ModelCatalogue;
import dev.tollgate.application.port.out.ModelCards;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Configuration files that exist in memory only, and the environment they are read in.
final class Configurations {
    static final Path MAIN = Path.of("/etc/tollgate/config.yaml");
    private static final ModelCards CARDS = ModelCatalogue.bundled();

    private final Map<Path, byte[]> files = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    static Configurations with(String yaml) {
        return new Configurations().file("config.yaml", yaml);
    }

    static CheckedSettings read(String yaml) {
        return with(yaml).read();
    }

    Configurations file(String name, String content) {
        return file(name, content.getBytes(UTF_8));
    }

    Configurations file(String name, byte[] content) {
        files.put(MAIN.resolveSibling(name), content);
        return this;
    }

    Configurations without(String name) {
        files.remove(MAIN.resolveSibling(name));
        return this;
    }

    Configurations variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    CheckedSettings read() {
        return reader().read(MAIN);
    }

    SettingsReader reader() {
        return new SettingsReader(
                Environment.of(variables), files(), MAIN.resolveSibling(""), PROVIDERS, CARDS);
    }

    ConfigFiles files() {
        return file -> {
            byte[] content = files.get(file);
            if (content == null) {
                throw new NoSuchFileException(file.toString());
            }
            return content;
        };
    }

    static final KnownProviders PROVIDERS =
            new KnownProviders() {
                private final Map<String, Facts> facts = new HashMap<>();

                {
                    served("openai", "https://api.openai.com/v1", "OPENAI_API_KEY", false);
                    served("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", false);
                    served(
                            "gemini",
                            "https://generativelanguage.googleapis.com",
                            "GEMINI_API_KEY",
                            false);
                    served("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", false);
                    served("ollama", "http://localhost:11434", "OLLAMA_API_KEY", true);
                    served("azure", "", "AZURE_API_KEY", false);
                    served("v0", "https://v0.test/v1", "V0_API_KEY", false);
                    served("hosted_vllm", "", "HOSTED_VLLM_API_KEY", true);
                    notYet("bedrock");
                    notYet("vertex_ai");
                }

                private void served(String prefix, String base, String key, boolean keyOptional) {
                    String baseVariable = key.replace("_KEY", "_BASE");
                    facts.put(
                            prefix,
                            new Facts(
                                    prefix,
                                    true,
                                    base,
                                    List.of(baseVariable),
                                    List.of(key),
                                    keyOptional,
                                    Map.of(),
                                    !prefix.equals("v0")));
                }

                private void notYet(String prefix) {
                    facts.put(
                            prefix,
                            new Facts(
                                    prefix, false, "", List.of(), List.of(), true, Map.of(), true));
                }

                @Override
                public Optional<Facts> find(String prefix) {
                    return Optional.ofNullable(facts.get(prefix));
                }

                @Override
                public Set<String> prefixes() {
                    return facts.keySet();
                }

                @Override
                public Optional<Facts> infer(String apiBase) {
                    return facts.values().stream()
                            .filter(f -> !f.baseUrl().isEmpty() && apiBase.startsWith(f.baseUrl()))
                            .findFirst();
                }
            };
}
