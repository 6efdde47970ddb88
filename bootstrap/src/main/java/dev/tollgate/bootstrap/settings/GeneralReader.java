package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.http.envelope.Forwarding;
import dev.tollgate.application.setup.ParallelLimits;
import dev.tollgate.bootstrap.settings.Raw.Scalar;
import dev.tollgate.domain.access.Secret;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads `general_settings` and the master key.
final class GeneralReader {
    private static final String MASTER_KEY = "master_key";
    private static final String MASTER_KEY_VARIABLE = "LITELLM_MASTER_KEY";
    private static final String PERMIT = "dangerously_permit_weak_or_unset_master_key";
    private static final int SHORT_KEY = 16;
    private static final int LONGEST_KEY = 4096;
    private static final int MOST_PROBES = 1000;
    private static final int MOST_PARALLEL = 1_000_000;
    private static final Set<String> KNOWN_TO_ALL =
            Set.of(
                    "sk-1234",
                    "sk-12345",
                    "sk-123456",
                    "sk-12345678",
                    "sk-1234567890",
                    "sk-master-key",
                    "sk-your-master-key",
                    "sk-my-master-key",
                    "sk-litellm-master-key",
                    "your-master-key",
                    "changeme");
    private static final List<String> PYTHON =
            List.of(
                    "custom_auth",
                    "custom_sso",
                    "custom_key_generate",
                    "custom_key_update",
                    "custom_key_policy");

    private static final String FORWARD_HEADERS = "forward_client_headers_to_llm_api";
    private static final String HEADER_MAPPINGS = "user_header_mappings";
    private static final String GROUP_SETTINGS = "model_group_settings";

    private final Section general;
    private final Section litellm;
    private final Environment environment;
    private final Problems problems;

    /// @param litellm `litellm_settings`, where headers are forwarded by model
    GeneralReader(Section general, Section litellm, Environment environment, Problems problems) {
        this.general = general;
        this.litellm = litellm;
        this.environment = environment;
        this.problems = problems;
    }

    GeneralSettings read(ModelNames names) {
        warnOfPython();
        String header = general.text("litellm_key_header_name").strip();
        if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]*")) {
            general.wrong("litellm_key_header_name", "must be the name of a header.");
            header = "";
        }
        return new GeneralSettings(
                masterKey(),
                general.flag(PERMIT, flagOf("LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY")),
                general.flag("dangerously_allow_mock_testing_request_params", false),
                completionModel(names),
                new ParallelLimits(
                        (int) general.whole("max_parallel_requests", 0, MOST_PARALLEL, 0),
                        (int) general.whole("global_max_parallel_requests", 0, MOST_PARALLEL, 0)),
                header,
                forwarding(names, header),
                general.flag("always_include_stream_usage", false),
                healthChecks(),
                new AlertReader(general, environment, problems).read());
    }

    private Forwarding forwarding(ModelNames names, String keyHeader) {
        Set<String> models = new LinkedHashSet<>();
        litellm.section(GROUP_SETTINGS, GROUP_SETTINGS)
                .ifPresent(
                        settings -> {
                            settings.reportKeys();
                            for (String model : settings.texts(FORWARD_HEADERS)) {
                                models.add(model.strip());
                                if (!names.known(model.strip())) {
                                    settings.warn(
                                            FORWARD_HEADERS,
                                            "names \"" + model + "\", but no model is called that.",
                                            names.question(model));
                                }
                            }
                        });
        return new Forwarding(
                general.flag(FORWARD_HEADERS, false),
                models,
                general.flag("forward_openai_org_id", false),
                keyHeader,
                customerHeaders());
    }

    private List<String> customerHeaders() {
        List<String> headers = new ArrayList<>();
        for (Section mapping : general.sections(HEADER_MAPPINGS, HEADER_MAPPINGS)) {
            mapping.reportKeys();
            String header = mapping.text("header_name").strip();
            if (header.isEmpty()) {
                mapping.wrong("header_name", "must be the name of a header.");
            } else if (mapping.text("litellm_user_role").strip().equals("customer")) {
                headers.add(header.toLowerCase(Locale.ROOT));
            } else {
                mapping.warn(
                        "litellm_user_role",
                        "has no effect: a header can name the customer only.",
                        "");
            }
        }
        String header = general.text("user_header_name").strip();
        if (!header.isEmpty()) {
            headers.add(header.toLowerCase(Locale.ROOT));
        }
        return headers;
    }

    private GeneralSettings.HealthChecks healthChecks() {
        GeneralSettings.HealthChecks usual = GeneralSettings.HealthChecks.DEFAULT;
        return new GeneralSettings.HealthChecks(
                general.flag("background_health_checks", false),
                general.duration(
                        "health_check_interval",
                        Duration.ofSeconds(1),
                        Duration.ofDays(7),
                        usual.interval()),
                general.flag("health_check_details", true),
                (int)
                        general.whole(
                                "health_check_concurrency", 1, MOST_PROBES, usual.concurrency()),
                general.flag("health_check_ignore_transient_errors", false));
    }

    private boolean flagOf(String variable) {
        return environment.filled(variable).flatMap(YamlScalars::flag).orElse(false);
    }

    private String completionModel(ModelNames names) {
        String model = general.text("completion_model").strip();
        if (!model.isEmpty() && !names.known(model)) {
            general.warn(
                    "completion_model",
                    "names \"" + model + "\", but no model is called that; every call will fail.",
                    names.question(model));
        }
        return model;
    }

    private Secret masterKey() {
        Raw.Field field = general.fields().get(MASTER_KEY);
        if (field != null && field.value() instanceof Scalar scalar && isEmptyText(scalar)) {
            problems.error(
                    general.path(MASTER_KEY),
                    field.place(),
                    scalar.variable().isEmpty() ? "\"\"" : scalar.asWritten(),
                    "the master key is empty.",
                    "Give it a value, or remove the line to have a key made.");
            return Secret.NONE;
        }
        String written = general.text(MASTER_KEY).strip();
        if (!written.isEmpty()) {
            return checked(written, general.path(MASTER_KEY), general.place(MASTER_KEY));
        }
        String fromEnvironment = environment.filled(MASTER_KEY_VARIABLE).orElse("").strip();
        return fromEnvironment.isEmpty()
                ? Secret.NONE
                : checked(fromEnvironment, MASTER_KEY_VARIABLE, Place.NOWHERE);
    }

    private static boolean isEmptyText(Scalar scalar) {
        return scalar.type() == Scalar.Type.TEXT && scalar.text().isBlank();
    }

    private Secret checked(String key, String path, Place place) {
        if (key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            problems.error(
                    path,
                    place,
                    "",
                    "the master key cannot be sent in a header.",
                    "Use letters, digits and dashes.");
        } else if (KNOWN_TO_ALL.contains(key)) {
            problems.warning(
                    path,
                    place,
                    "",
                    "this master key stands in public examples; anybody may try it.",
                    "Use a long random one.");
        } else if (key.length() < SHORT_KEY) {
            problems.warning(
                    path,
                    place,
                    "",
                    "this master key is short enough to be guessed.",
                    "Use a long random one.");
        }
        return Secret.of(key);
    }

    private void warnOfPython() {
        for (String key : PYTHON) {
            if (general.has(key)) {
                general.warn(
                        key,
                        "names Python code, which cannot run here.",
                        key.equals("custom_auth")
                                ? "Callers are checked against the master key only."
                                : "");
            }
        }
    }
}
