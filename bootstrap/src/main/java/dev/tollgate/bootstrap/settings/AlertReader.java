package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.access.Secret;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads who is told what budgets have come to.
final class AlertReader {
    private static final String ALERTING = "alerting";
    private static final String TYPES = "alert_types";
    private static final String ADDRESSES = "alert_to_webhook_url";
    private static final String BUDGETS = "budget_alerts";
    private static final String WEBHOOK = "WEBHOOK_URL";
    private static final List<String> SLACK = List.of("SLACK_WEBHOOK_URL", "ALERTING_WEBHOOK_URL");
    private static final Set<String> NOT_YET = Set.of("email", "ms_teams");
    private static final List<String> NAMES = List.of("slack", "webhook");

    private final Section general;
    private final Environment environment;
    private final Problems problems;

    AlertReader(Section general, Environment environment, Problems problems) {
        this.general = general;
        this.environment = environment;
        this.problems = problems;
    }

    AlertSettings read() {
        general.section("alerting_args", "alerting_args").ifPresent(Section::reportKeys);
        Optional<Section> addresses = general.section(ADDRESSES, ADDRESSES);
        addresses.ifPresent(Section::reportKeys);
        Optional<Secret> webhook = Optional.empty();
        List<Secret> slack = new ArrayList<>();
        for (String name : general.texts(ALERTING)) {
            switch (name.strip()) {
                case "webhook" -> webhook = fromEnvironment(name, List.of(WEBHOOK));
                case "slack" -> slack.addAll(slack(addresses));
                default -> unknown(name.strip());
            }
        }
        List<String> types = general.texts(TYPES);
        return types.isEmpty() || types.contains(BUDGETS)
                ? new AlertSettings(webhook, slack)
                : AlertSettings.NONE;
    }

    private void unknown(String name) {
        if (NOT_YET.contains(name)) {
            general.warn(
                    ALERTING, "\"" + name + "\" is not used yet; nobody is told that way.", "");
        } else {
            general.wrong(
                    ALERTING,
                    "is a list of slack and webhook.",
                    Nearest.to(name, NAMES).map(near -> "Did you mean `" + near + "`?").orElse(""));
        }
    }

    private List<Secret> slack(Optional<Section> addresses) {
        List<String> own = addresses.map(section -> section.texts(BUDGETS)).orElse(List.of());
        if (own.isEmpty()) {
            return fromEnvironment("slack", SLACK).stream().toList();
        }
        Section section = addresses.orElseThrow();
        return own.stream()
                .flatMap(
                        text ->
                                address(text, section.path(BUDGETS), section.place(BUDGETS))
                                        .stream())
                .toList();
    }

    private Optional<Secret> fromEnvironment(String way, List<String> variables) {
        for (String variable : variables) {
            Optional<String> text = environment.filled(variable);
            if (text.isPresent()) {
                return address(text.get(), variable, Place.NOWHERE);
            }
        }
        general.warn(
                ALERTING,
                "\"%s\" needs the variable %s; nobody is told that way."
                        .formatted(way, variables.getFirst()),
                "");
        return Optional.empty();
    }

    /// The address itself is not shown: it may be all that it takes to write there.
    private Optional<Secret> address(String text, String path, Place place) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return Optional.of(Secret.of(text.strip()));
            }
        } catch (URISyntaxException _) {
            // reported below
        }
        problems.error(
                path, place, "", "must be an address that begins with https:// or http://.", "");
        return Optional.empty();
    }
}
