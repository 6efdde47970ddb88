package dev.tollgate.bootstrap.cli;

import dev.tollgate.bootstrap.cli.CommandLineOptions.SingleModel;
import dev.tollgate.bootstrap.cli.CommandLineOptions.Task;
import dev.tollgate.bootstrap.cli.CommandLineOptions.Tls;
import dev.tollgate.bootstrap.logging.Logging.Amount;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ParseResult;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The parsed arguments with the environment behind them. Values that make no sense are an
/// [IllegalArgumentException] with one sentence for the user.
final class Arguments {
    private static final int DEFAULT_PORT = 4000;

    private final ParseResult parsed;
    private final Terminal terminal;

    Arguments(ParseResult parsed, Terminal terminal) {
        this.parsed = parsed;
        this.terminal = terminal;
    }

    boolean has(Flag flag) {
        return parsed.hasMatchedOption(flag.longName()) || truth(variable(flag));
    }

    String text(Flag flag) {
        @Nullable String given = parsed.matchedOptionValue(flag.longName(), (String) null);
        return given != null ? given : variable(flag);
    }

    CommandLineOptions options() {
        String host = text(Flag.HOST);
        return new CommandLineOptions(
                task(),
                text(Flag.CONFIG),
                host.isEmpty() ? "0.0.0.0" : host,
                number(Flag.PORT, DEFAULT_PORT),
                model(),
                text(Flag.DATA_DIR),
                logging(),
                truth(terminal.variable("JSON_LOGS")),
                new Tls(
                        text(Flag.CERTIFICATE),
                        text(Flag.PRIVATE_KEY),
                        text(Flag.KEY_PASSWORD),
                        text(Flag.CIPHERS)),
                number(Flag.KEEPALIVE_TIMEOUT, 0),
                number(Flag.LIMIT_CONCURRENCY, 0));
    }

    private Task task() {
        if (has(Flag.VALIDATE_CONFIG)) {
            return Task.VALIDATE_CONFIG;
        }
        return has(Flag.SKIP_SERVER_STARTUP) ? Task.SET_UP : Task.SERVE;
    }

    private Amount logging() {
        if (has(Flag.DETAILED_DEBUG)) {
            return Amount.EVERYTHING;
        }
        if (has(Flag.DEBUG)) {
            return Amount.DECISIONS;
        }
        return switch (terminal.variable("LITELLM_LOG").strip().toUpperCase(Locale.ROOT)) {
            case "DEBUG" -> Amount.DECISIONS;
            case "WARNING", "WARN" -> Amount.WARNINGS;
            case "ERROR", "CRITICAL" -> Amount.ERRORS;
            default -> Amount.NORMAL;
        };
    }

    private SingleModel model() {
        var parameters = new LinkedHashMap<String, Object>();
        putText(parameters, "api_base", Flag.API_BASE);
        putText(parameters, "api_version", Flag.API_VERSION);
        if (has(Flag.HEADERS)) {
            parameters.put("extra_headers", HeadersArgument.parse(text(Flag.HEADERS)));
        }
        putNumber(parameters, "temperature", Flag.TEMPERATURE);
        putNumber(parameters, "max_tokens", Flag.MAX_TOKENS);
        putNumber(parameters, "timeout", Flag.REQUEST_TIMEOUT);
        putNumber(parameters, "max_budget", Flag.MAX_BUDGET);
        if (has(Flag.DROP_PARAMS)) {
            parameters.put("drop_params", true);
        }
        String name = text(Flag.MODEL);
        String alias = text(Flag.ALIAS);
        if (name.isEmpty() && !(alias.isEmpty() && parameters.isEmpty())) {
            throw new IllegalArgumentException(
                    "--alias, --api_base and the like describe the model of --model, which is not"
                            + " there");
        }
        return new SingleModel(name, alias, parameters);
    }

    private void putText(Map<String, Object> parameters, String name, Flag flag) {
        String value = text(flag);
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private void putNumber(Map<String, Object> parameters, String name, Flag flag) {
        @Nullable Object value = parsed.matchedOptionValue(flag.longName(), (Object) null);
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private int number(Flag flag, int otherwise) {
        @Nullable Integer given = parsed.matchedOptionValue(flag.longName(), (Integer) null);
        if (given != null) {
            return given;
        }
        String value = variable(flag).strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "the environment variable %s must be a whole number, not '%s'"
                            .formatted(flag.variable, value));
        }
    }

    private String variable(Flag flag) {
        return flag.variable.isEmpty() ? "" : terminal.variable(flag.variable);
    }

    private static boolean truth(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "on" -> true;
            default -> false;
        };
    }
}
