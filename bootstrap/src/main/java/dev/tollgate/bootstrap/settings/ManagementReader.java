package dev.tollgate.bootstrap.settings;

import dev.tollgate.application.manage.ManagementRules;
import dev.tollgate.application.manage.ManagementRules.Issuing;
import dev.tollgate.domain.budget.BudgetDuration;
import dev.tollgate.domain.entity.Fields;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what `litellm_settings` says about keys, users and teams that are made through the API.
final class ManagementReader {
    private static final Set<String> AMOUNTS = Set.of("max_budget", "soft_budget");
    private static final Set<String> COUNTS =
            Set.of("tpm_limit", "rpm_limit", "max_parallel_requests");
    private static final Set<String> LENGTHS = Set.of("duration", "budget_duration");
    private static final Set<String> LISTS =
            Set.of("models", "teams", "available_teams", "team_member_permissions");
    private static final long MOST = 1_000_000_000_000L;

    private final Section litellm;
    private final Environment environment;

    ManagementReader(Section litellm, Environment environment) {
        this.litellm = litellm;
        this.environment = environment;
    }

    ManagementRules read() {
        Optional<Section> issuing =
                litellm.section("key_generation_settings", "key_generation_settings");
        issuing.ifPresent(Section::reportKeys);
        return new ManagementRules(
                zone(),
                params("default_key_generate_params"),
                params("upperbound_key_generate_params"),
                issuing(issuing, "personal_key_generation", "allowed_user_roles"),
                issuing(issuing, "team_key_generation", "allowed_team_member_roles"),
                userDefaults(),
                teamDefaults(),
                litellm.flag("enable_key_alias_format_validation", false),
                shortestOwnKey(),
                !environment.get("DISABLE_KEY_NAME").orElse("").strip().equalsIgnoreCase("true"));
    }

    private ZoneId zone() {
        String name = litellm.text("timezone").strip();
        try {
            return name.isEmpty() ? ManagementRules.DEFAULT.zone() : ZoneId.of(name);
        } catch (DateTimeException _) {
            litellm.wrong("timezone", "must be a time zone such as UTC or Europe/Berlin.");
            return ManagementRules.DEFAULT.zone();
        }
    }

    private int shortestOwnKey() {
        String written = environment.filled("MINIMUM_CUSTOM_KEY_LENGTH").orElse("").strip();
        return written.matches("[0-9]{1,3}")
                ? Math.clamp(Integer.parseInt(written), 4, 256)
                : ManagementRules.DEFAULT.shortestOwnKey();
    }

    private Issuing issuing(Optional<Section> settings, String key, String roles) {
        Optional<Section> section = settings.flatMap(its -> its.section(key, key));
        section.ifPresent(Section::reportKeys);
        return section.map(
                        its ->
                                new Issuing(
                                        Set.copyOf(its.texts(roles)), its.texts("required_params")))
                .orElse(Issuing.FREE);
    }

    /// The older settings for a user's budget stand in where the newer ones say nothing.
    private Fields userDefaults() {
        Fields params = params("default_internal_user_params");
        Optional<BigDecimal> budget = litellm.amount("max_internal_user_budget");
        if (budget.isPresent() && !params.set("max_budget")) {
            params = params.with("max_budget", budget.get());
        }
        String duration = length(litellm, "internal_user_budget_duration");
        return duration.isEmpty() || params.set("budget_duration")
                ? params
                : params.with("budget_duration", duration);
    }

    private Fields teamDefaults() {
        Fields params = params("default_team_params");
        String key = "team_member_permissions";
        if (!ManagementRules.PERMISSIONS.containsAll(params.texts(key))) {
            litellm.section("default_team_params", "default_team_params")
                    .ifPresent(
                            section ->
                                    section.wrong(
                                            key,
                                            "may hold "
                                                    + String.join(", ", ManagementRules.PERMISSIONS)
                                                    + "."));
        }
        return params;
    }

    private Fields params(String key) {
        Optional<Section> section = litellm.section(key, key);
        if (section.isEmpty()) {
            return Fields.NONE;
        }
        Section params = section.get();
        params.reportKeys();
        Fields read = Fields.NONE;
        for (String name : params.fields().keySet()) {
            if (params.has(name)) {
                read = read(params, name, read);
            }
        }
        return read;
    }

    private static Fields read(Section params, String name, Fields read) {
        if (AMOUNTS.contains(name)) {
            return params.amount(name).map(amount -> read.with(name, amount)).orElse(read);
        }
        if (COUNTS.contains(name)) {
            return read.with(name, params.whole(name, 0, MOST, 0));
        }
        if (LENGTHS.contains(name)) {
            String length = length(params, name);
            return length.isEmpty() ? read : read.with(name, length);
        }
        if (LISTS.contains(name)) {
            return read.with(name, list(params, name));
        }
        return params.raw(name).map(raw -> read.with(name, plain(raw))).orElse(read);
    }

    /// A list of texts, or of maps as `teams` may hold them.
    private static List<?> list(Section params, String name) {
        if (params.raw(name).orElse(null) instanceof Raw.Listing listing) {
            return listing.items().stream().map(ManagementReader::plain).toList();
        }
        return params.texts(name);
    }

    private static String length(Section section, String key) {
        String text = section.text(key).strip();
        if (!text.isEmpty() && BudgetDuration.parse(text).isEmpty()) {
            section.wrong(key, "must be a length of time such as 30s, 24h, 7d or 1mo.");
            return "";
        }
        return text;
    }

    private static Object plain(Raw raw) {
        return switch (raw) {
            case Raw.Mapping mapping -> {
                Map<String, Object> values = new LinkedHashMap<>();
                mapping.fields().forEach((name, field) -> values.put(name, plain(field.value())));
                yield Fields.of(values);
            }
            case Raw.Listing listing ->
                    listing.items().stream().map(ManagementReader::plain).toList();
            case Raw.Scalar scalar ->
                    switch (scalar.type()) {
                        case FLAG -> scalar.text().equals("true");
                        case NUMBER -> new BigDecimal(scalar.text());
                        case TEXT, NOTHING, UNSET -> scalar.text();
                    };
        };
    }
}
