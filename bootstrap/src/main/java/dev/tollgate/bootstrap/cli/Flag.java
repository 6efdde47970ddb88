package dev.tollgate.bootstrap.cli;

import picocli.CommandLine.Model.OptionSpec;

/// Every flag that does something: one row says its place in the help text, the environment
/// variable behind it, the values it takes and what it means.
enum Flag {
    CONFIG(
            Topic.SERVING,
            "CONFIG_FILE_PATH",
            Kind.TEXT,
            "FILE",
            "Configuration to serve.",
            "--config",
            "-c"),
    HOST(Topic.SERVING, "HOST", Kind.TEXT, "ADDRESS", "Address to listen on (0.0.0.0).", "--host"),
    PORT(
            Topic.SERVING,
            "PORT",
            Kind.NUMBER,
            "N",
            "Port to listen on (4000); 0 takes a free one.",
            "--port"),
    DATA_DIR(
            Topic.SERVING,
            "TOLLGATE_DATA_DIR",
            Kind.TEXT,
            "DIR",
            "Where keys and spend are kept (.tollgate beside the configuration).",
            "--data_dir"),
    KEEPALIVE_TIMEOUT(
            Topic.SERVING,
            "KEEPALIVE_TIMEOUT",
            Kind.NUMBER,
            "SECONDS",
            "How long an idle connection is kept.",
            "--keepalive_timeout"),
    LIMIT_CONCURRENCY(
            Topic.SERVING,
            "LIMIT_CONCURRENCY",
            Kind.NUMBER,
            "N",
            "Requests at once before others get 503.",
            "--limit_concurrency"),

    MODEL(
            Topic.ONE_MODEL,
            "",
            Kind.TEXT,
            "NAME",
            "Serve this provider/model for every request.",
            "--model",
            "-m"),
    ALIAS(Topic.ONE_MODEL, "", Kind.TEXT, "NAME", "Name that callers see.", "--alias"),
    API_BASE(Topic.ONE_MODEL, "", Kind.TEXT, "URL", "Base URL of its provider.", "--api_base"),
    API_VERSION(
            Topic.ONE_MODEL,
            "",
            Kind.TEXT,
            "VERSION",
            "API version of its provider.",
            "--api_version"),
    HEADERS(
            Topic.ONE_MODEL,
            "",
            Kind.TEXT,
            "JSON",
            "Headers to send to its provider, as an object.",
            "--headers"),
    TEMPERATURE(
            Topic.ONE_MODEL,
            "",
            Kind.DECIMAL,
            "X",
            "Temperature where a call names none.",
            "--temperature"),
    MAX_TOKENS(
            Topic.ONE_MODEL,
            "",
            Kind.NUMBER,
            "N",
            "Output tokens where a call names none.",
            "--max_tokens"),
    REQUEST_TIMEOUT(
            Topic.ONE_MODEL,
            "",
            Kind.DECIMAL,
            "SECONDS",
            "How long an attempt may take.",
            "--request_timeout"),
    MAX_BUDGET(
            Topic.ONE_MODEL, "", Kind.DECIMAL, "USD", "What the model may cost.", "--max_budget"),
    DROP_PARAMS(
            Topic.ONE_MODEL,
            "",
            Kind.SWITCH,
            "",
            "Leave out parameters the model does not know.",
            "--drop_params"),

    CERTIFICATE(
            Topic.TLS,
            "SSL_CERTFILE_PATH",
            Kind.TEXT,
            "FILE",
            "Certificate chain (PEM).",
            "--ssl_certfile_path"),
    PRIVATE_KEY(
            Topic.TLS,
            "SSL_KEYFILE_PATH",
            Kind.TEXT,
            "FILE",
            "Its private key (PEM).",
            "--ssl_keyfile_path"),
    KEY_PASSWORD(
            Topic.TLS,
            "SSL_KEYFILE_PASSWORD",
            Kind.TEXT,
            "TEXT",
            "Password of the private key.",
            "--ssl_keyfile_password"),
    CIPHERS(Topic.TLS, "", Kind.TEXT, "LIST", "Cipher suites to allow.", "--ciphers"),

    DEBUG(Topic.INSIGHT, "DEBUG", Kind.SWITCH, "", "Log each decision.", "--debug"),
    DETAILED_DEBUG(
            Topic.INSIGHT,
            "DETAILED_DEBUG",
            Kind.SWITCH,
            "",
            "Log everything, with stack traces.",
            "--detailed_debug"),

    VALIDATE_CONFIG(
            Topic.INSTEAD,
            "",
            Kind.SWITCH,
            "",
            "Check the configuration, list all problems, end.",
            "--validate_config"),
    HEALTH(
            Topic.INSTEAD,
            "",
            Kind.SWITCH,
            "",
            "Have the gateway that runs on --port check its deployments.",
            "--health"),
    TEST(
            Topic.INSTEAD,
            "",
            Kind.OPTIONAL_TEXT,
            "URL",
            "Have a running gateway answer one chat call.",
            "--test"),
    SKIP_SERVER_STARTUP(
            Topic.INSTEAD,
            "",
            Kind.SWITCH,
            "",
            "Set up what serving needs, end.",
            "--skip_server_startup"),
    VERSION(Topic.INSTEAD, "", Kind.SWITCH, "", "Print the version.", "--version", "-v"),
    HELP(Topic.INSTEAD, "", Kind.SWITCH, "", "Print this text.", "--help", "-h");

    final Topic topic;

    /// Empty if there is none.
    final String variable;

    private final Kind kind;
    private final String value;
    private final String meaning;
    private final String[] names;

    Flag(Topic topic, String variable, Kind kind, String value, String meaning, String... names) {
        this.topic = topic;
        this.variable = variable;
        this.kind = kind;
        this.value = value;
        this.meaning = meaning;
        this.names = names;
    }

    /// The long name, dashes included.
    String longName() {
        return names[0];
    }

    OptionSpec spec() {
        OptionSpec.Builder spec =
                OptionSpec.builder(names)
                        .type(kind.type)
                        .arity(kind.arity)
                        .description(
                                variable.isEmpty() ? meaning : meaning + " [" + variable + "]");
        if (!value.isEmpty()) {
            spec.paramLabel(value);
        }
        if (kind == Kind.OPTIONAL_TEXT) {
            spec.fallbackValue("");
        }
        return spec.build();
    }

    /// Where a flag stands in the help text.
    enum Topic {
        SERVING("Serving"),
        ONE_MODEL("One model without a configuration"),
        TLS("TLS"),
        INSIGHT("Seeing what happens"),
        INSTEAD("Instead of serving");

        final String heading;

        Topic(String heading) {
            this.heading = heading;
        }
    }

    private enum Kind {
        TEXT(String.class, "1"),
        OPTIONAL_TEXT(String.class, "0..1"),
        NUMBER(Integer.class, "1"),
        DECIMAL(Double.class, "1"),
        SWITCH(Boolean.class, "0");

        final Class<?> type;
        final String arity;

        Kind(Class<?> type, String arity) {
            this.type = type;
            this.arity = arity;
        }
    }
}
