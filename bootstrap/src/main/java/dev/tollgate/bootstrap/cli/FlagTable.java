package dev.tollgate.bootstrap.cli;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All flags as picocli wants them. Assembled by hand rather than from annotations, which would be
/// read by reflection at every start.
final class FlagTable {
    /// Flags of the original that have no meaning here, with the number of values they take.
    private static final Map<String, String> WITHOUT_EFFECT =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("--add_function_to_prompt", "0"),
                            Map.entry("--add_key", "1"),
                            Map.entry("--azure_postgresql_auth", "0"),
                            Map.entry("--enforce_prisma_migration_check", "0"),
                            Map.entry("--granian_threads", "1"),
                            Map.entry("--iam_token_db_auth", "0"),
                            Map.entry("--local", "0"),
                            Map.entry("--log_config", "1"),
                            Map.entry("--max_requests_before_restart", "1"),
                            Map.entry("--max_requests_before_restart_jitter", "1"),
                            Map.entry("--num_requests", "1"),
                            Map.entry("--num_workers", "1"),
                            Map.entry("--prometheus_metrics_port", "1"),
                            Map.entry("--reload", "0"),
                            Map.entry("--run_granian", "0"),
                            Map.entry("--run_gunicorn", "0"),
                            Map.entry("--run_hypercorn", "0"),
                            Map.entry("--save", "0"),
                            Map.entry("--setup", "0"),
                            Map.entry("--telemetry", "0..1"),
                            Map.entry("--test_async", "0"),
                            Map.entry("--timeout_worker_healthcheck", "1"),
                            Map.entry("--use_legacy_migration_resolver", "0"),
                            Map.entry("--use_prisma_db_push", "0"),
                            Map.entry("--use_queue", "0")));

    private FlagTable() {}

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("tollgate");
        spec.usageMessage()
                .width(100)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .synopsisHeading("Usage: ")
                .description(
                        "An AI gateway: one OpenAI-compatible API in front of every LLM provider.",
                        "Without arguments it serves what ./config.yaml lists, on port 4000.")
                .footer(
                        "",
                        "tollgate import --help: take over what a LiteLLM proxy keeps in its"
                                + " database.",
                        "",
                        "Accepted for compatibility, without effect:",
                        "  " + String.join(", ", WITHOUT_EFFECT.keySet()),
                        "",
                        "A flag beats the environment variable in brackets. TOLLGATE_JAVA_OPTS adds"
                                + " options of the",
                        "Java virtual machine, such as -Xmx2g.");
        int position = 0;
        for (Flag.Topic topic : Flag.Topic.values()) {
            List<OptionSpec> flags =
                    Arrays.stream(Flag.values())
                            .filter(flag -> flag.topic == topic)
                            .map(Flag::spec)
                            .toList();
            spec.addArgGroup(group(topic.heading, position++, flags));
        }
        withoutEffect().forEach(spec::addOption);
        return spec;
    }

    /// The flags that were given although they change nothing.
    static List<String> withoutEffect(ParseResult parsed) {
        return WITHOUT_EFFECT.keySet().stream().filter(parsed::hasMatchedOption).toList();
    }

    static List<String> longNames() {
        var names = new ArrayList<>(WITHOUT_EFFECT.keySet());
        Arrays.stream(Flag.values()).map(Flag::longName).forEach(names::add);
        return names;
    }

    private static ArgGroupSpec group(String heading, int position, List<OptionSpec> flags) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder()
                        .validate(false)
                        .order(position)
                        .heading("%n" + heading + ":%n");
        flags.forEach(group::addArg);
        return group.build();
    }

    private static List<OptionSpec> withoutEffect() {
        return WITHOUT_EFFECT.entrySet().stream()
                .map(
                        ignored ->
                                OptionSpec.builder(ignored.getKey())
                                        .type(String.class)
                                        .arity(ignored.getValue())
                                        .fallbackValue("")
                                        .hidden(true)
                                        .build())
                .toList();
    }
}
