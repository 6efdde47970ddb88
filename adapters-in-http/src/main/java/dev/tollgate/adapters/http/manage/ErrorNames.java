package dev.tollgate.adapters.http.manage;

import dev.tollgate.domain.failure.FailureKind;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What went wrong with calls, as the ledger has it in short, in the statuses and the names of
/// exceptions that clients of LiteLLM know.
final class ErrorNames {
    /// A kind of failure, and the status the caller was told.
    private static final Pattern OF_PROVIDER = Pattern.compile("([A-Z_]+) (\\d{3})");

    private static final Pattern STATUS = Pattern.compile("\\d{3}");
    private static final String OVER_BUDGET = "BudgetSpent";
    private static final String LIMITED = "RateLimitError";
    private static final String LEFT = "ClientDisconnected";

    /// All but those of providers.
    private static final Map<String, Name> NAMES =
            Map.ofEntries(
                    Map.entry("TooManyParallel", new Name("429", LIMITED)),
                    Map.entry("LimitReached", new Name("429", LIMITED)),
                    Map.entry("LimitsUsedUp", new Name("429", LIMITED)),
                    Map.entry("NoDeployment", new Name("429", "RouterRateLimitError")),
                    Map.entry("BudgetReserved", new Name("429", "BudgetExceededError")),
                    Map.entry("ModelNotAllowed", new Name("403", "PermissionDeniedError")),
                    Map.entry("CustomerBlocked", new Name("401", "AuthenticationError")),
                    Map.entry("NotAllowedByTags", new Name("401", "AuthenticationError")),
                    Map.entry("Unpriced", new Name("400", "BadRequestError")),
                    Map.entry("UnknownModel", new Name("400", "BadRequestError")),
                    Map.entry("PromptTooLong", new Name("400", "ContextWindowExceededError")),
                    Map.entry("DeadlineExceeded", new Name("408", "Timeout")),
                    Map.entry("NotNow", new Name("503", "ServiceUnavailableError")),
                    Map.entry("ShuttingDown", new Name("503", "ServiceUnavailableError")),
                    Map.entry("CallerLeft", new Name("499", LEFT)),
                    Map.entry("caller left", new Name("499", LEFT)),
                    Map.entry("cancelled", new Name("499", LEFT)),
                    Map.entry("continuation differs", new Name("502", "APIConnectionError")),
                    Map.entry("interrupted", new Name("500", "InternalServerError")),
                    Map.entry("bug", new Name("500", "InternalServerError")),
                    Map.entry("Bug", new Name("500", "InternalServerError")));

    private final Map<String, Name> names;

    /// @param overBudget the status of a spent budget
    ErrorNames(int overBudget) {
        this.names = new HashMap<>(NAMES);
        names.put(OVER_BUDGET, new Name(Integer.toString(overBudget), "BudgetExceededError"));
    }

    /// @param code the status; the ledger's own word where no status belongs to it
    record Name(String code, String exception) {
        /// Both in one word, `429_BUDGET_EXCEEDED`.
        String normalized() {
            String words =
                    exception
                            .replaceFirst("Error$", "")
                            .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                            .toUpperCase(Locale.ROOT);
            return code + "_" + words;
        }

        /// Whether somebody's limit was reached, be it a provider's or the gateway's.
        boolean limited() {
            return exception.equals(LIMITED) || exception.equals("RouterRateLimitError");
        }
    }

    Name of(String error) {
        Matcher provider = OF_PROVIDER.matcher(error);
        if (provider.matches()) {
            return new Name(provider.group(2), exception(provider.group(1)));
        }
        if (STATUS.matcher(error).matches()) {
            return new Name(error, ofStatus(error));
        }
        return names.getOrDefault(error, new Name(error, "APIError"));
    }

    /// All that the ledger may have for a code.
    Set<String> withCode(String code) {
        Set<String> errors = new HashSet<>(Set.of(code));
        if (STATUS.matcher(code).matches()) {
            for (FailureKind kind : FailureKind.values()) {
                errors.add(kind + " " + code);
            }
        }
        names.forEach(
                (error, name) -> {
                    if (name.code().equals(code)) {
                        errors.add(error);
                    }
                });
        return errors;
    }

    private static String exception(String kind) {
        for (FailureKind each : FailureKind.values()) {
            if (each.name().equals(kind)) {
                return exception(each);
            }
        }
        return "APIError";
    }

    private static String exception(FailureKind kind) {
        return switch (kind) {
            case BAD_REQUEST, UNPROCESSABLE -> "BadRequestError";
            case UNSUPPORTED_PARAMS -> "UnsupportedParamsError";
            case CONTEXT_WINDOW -> "ContextWindowExceededError";
            case CONTENT_POLICY -> "ContentPolicyViolationError";
            case AUTHENTICATION -> "AuthenticationError";
            case PERMISSION -> "PermissionDeniedError";
            case NOT_FOUND -> "NotFoundError";
            case TIMEOUT -> "Timeout";
            case RATE_LIMIT -> LIMITED;
            case INTERNAL, CONNECTION -> "InternalServerError";
            case BAD_GATEWAY -> "BadGatewayError";
            case UNAVAILABLE -> "ServiceUnavailableError";
            case API -> "APIError";
            case MALFORMED_REPLY -> "APIConnectionError";
        };
    }

    /// Where only the status is known, as of calls that another gateway carried out.
    private static String ofStatus(String status) {
        return switch (status) {
            case "400", "413", "422" -> "BadRequestError";
            case "401" -> "AuthenticationError";
            case "403" -> "PermissionDeniedError";
            case "404" -> "NotFoundError";
            case "408", "504" -> "Timeout";
            case "429" -> LIMITED;
            case "500" -> "InternalServerError";
            case "502" -> "BadGatewayError";
            case "503" -> "ServiceUnavailableError";
            default -> "APIError";
        };
    }
}
