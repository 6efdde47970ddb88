package dev.tollgate.bootstrap;

import dev.tollgate.application.port.out.MasterKeys;
import dev.tollgate.bootstrap.cli.Terminal;
import dev.tollgate.bootstrap.cli.Version;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DeploymentSpec;
import dev.tollgate.domain.access.Secret;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a starting gateway tells its operator: where it listens, what is ready and what is not and
/// why, who may call it, and a line to try.
final class Banner {
    private static final Set<String> WELL_KNOWN = Set.of("sk-1234", "sk-12345", "sk-123456");

    private static final int MOST_NAMED = 20;

    private final Terminal terminal;
    private final CheckedSettings settings;
    private final Secret masterKey;
    private final Optional<MasterKeys> made;
    private final boolean tls;

    /// @param made where the master key is kept, if the gateway made it
    Banner(
            Terminal terminal,
            CheckedSettings settings,
            Secret masterKey,
            Optional<MasterKeys> made,
            boolean tls) {
        this.terminal = terminal;
        this.settings = settings;
        this.masterKey = masterKey;
        this.made = made;
        this.tls = tls;
    }

    /// @param kept where keys and spend are kept
    void print(String host, int port, String kept) {
        PrintStream out = terminal.out();
        boolean anywhere = host.equals("0.0.0.0") || host.equals("::");
        String address =
                "%s://%s:%d".formatted(tls ? "https" : "http", anywhere ? "localhost" : host, port);
        out.println(
                "Tollgate %s listens on %s%s"
                        .formatted(
                                Version.current(), address, anywhere ? " (all interfaces)" : ""));
        settings.report().lines(terminal.interactive()).forEach(out::println);
        unpriced(out);
        out.println("Keys and spend are kept " + kept);
        key(out);
        settings.deployments().stream()
                .filter(spec -> !spec.deployment().wildcard())
                .filter(spec -> spec.deployment().team().isEmpty())
                .min(
                        (a, b) ->
                                Boolean.compare(
                                        a.settings().mockResponse().isEmpty(),
                                        b.settings().mockResponse().isEmpty()))
                .ifPresent(spec -> tryIt(out, address, spec));
        out.flush();
    }

    /// Calls without a price count for no budget: their models are named before there are any.
    private void unpriced(PrintStream out) {
        List<String> models =
                settings.deployments().stream()
                        .map(DeploymentSpec::deployment)
                        .filter(its -> !its.wildcard() && !its.card().prices().stated())
                        .map(its -> its.group() + " (" + its.provider() + "/" + its.model() + ")")
                        .distinct()
                        .toList();
        if (models.isEmpty()) {
            return;
        }
        int more = models.size() - MOST_NAMED;
        out.println(
                "No price is known for %s%s: what calls to them cost is unknown. State"
                                .formatted(
                                        String.join(
                                                ", ",
                                                models.subList(
                                                        0, Math.min(MOST_NAMED, models.size()))),
                                        more > 0 ? " and " + more + " more" : "")
                        + " input_cost_per_token and output_cost_per_token, or base_model.");
    }

    private void key(PrintStream out) {
        if (made.isEmpty()) {
            return;
        }
        String where = made.get().location();
        out.println(
                terminal.interactive()
                        ? "Master key: %s (made by the gateway, kept in %s)"
                                .formatted(masterKey.reveal(), where)
                        : "Master key: made by the gateway, in " + where);
    }

    private void tryIt(PrintStream out, String address, DeploymentSpec spec) {
        boolean embedding = spec.deployment().card().mode().equals("embedding");
        String model = spec.deployment().group().replace("\"", "\\\"").replace("'", "'\\''");
        String body =
                embedding
                        ? "{\"model\": \"%s\", \"input\": \"Hello!\"}".formatted(model)
                        : "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}"
                                .formatted(model);
        out.println("Try it:");
        out.println(
                "  curl %s%s/v1/%s -H \"Authorization: Bearer %s\" -H 'Content-Type: application/json' -d '%s'"
                        .formatted(
                                tls ? "-k " : "",
                                address,
                                embedding ? "embeddings" : "chat/completions",
                                bearer(),
                                body));
    }

    /// What stands in the curl line for the key: how a shell finds it, never the key itself unless
    /// everybody knows it.
    private String bearer() {
        if (made.isPresent()) {
            return "$(cat '%s')".formatted(made.get().location());
        }
        if (WELL_KNOWN.contains(masterKey.reveal())) {
            return masterKey.reveal();
        }
        return masterKey.reveal().equals(terminal.variable("LITELLM_MASTER_KEY"))
                ? "$LITELLM_MASTER_KEY"
                : "$MASTER_KEY";
    }
}
