package dev.tollgate.adapters.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.failure.CallFailure;
import dev.tollgate.domain.failure.Exclusion;
import dev.tollgate.domain.failure.FailureKind;
import dev.tollgate.domain.failure.ProviderFailure;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

class CallErrorsTest {
    @Test
    void every_kind_of_failure_has_the_class_name_that_clients_look_for() {
        Map<FailureKind, String> names = new EnumMap<>(FailureKind.class);
        names.put(FailureKind.BAD_REQUEST, "litellm.BadRequestError: GroqException - w");
        names.put(FailureKind.UNSUPPORTED_PARAMS, "litellm.UnsupportedParamsError: ");
        names.put(FailureKind.CONTEXT_WINDOW, "litellm.ContextWindowExceededError: ");
        names.put(FailureKind.CONTENT_POLICY, "litellm.ContentPolicyViolationError: ");
        names.put(FailureKind.AUTHENTICATION, "litellm.AuthenticationError: ");
        names.put(FailureKind.PERMISSION, "litellm.PermissionDeniedError: ");
        names.put(FailureKind.NOT_FOUND, "litellm.NotFoundError: ");
        names.put(FailureKind.TIMEOUT, "litellm.Timeout: ");
        names.put(FailureKind.UNPROCESSABLE, "litellm.BadRequestError: ");
        names.put(FailureKind.RATE_LIMIT, "litellm.RateLimitError: ");
        names.put(FailureKind.INTERNAL, "litellm.InternalServerError: ");
        names.put(FailureKind.BAD_GATEWAY, "litellm.BadGatewayError: ");
        names.put(FailureKind.UNAVAILABLE, "litellm.ServiceUnavailableError: ");
        names.put(FailureKind.API, "litellm.APIError: ");
        names.put(FailureKind.CONNECTION, "litellm.InternalServerError: ");
        names.put(FailureKind.MALFORMED_REPLY, "litellm.APIConnectionError: ");
        for (FailureKind kind : FailureKind.values()) {
            assertThat(failed(kind, 500, "w").message()).as("%s", kind).contains(names.get(kind));
        }
    }

    @Test
    void the_type_follows_the_status() {
        assertThat(failed(FailureKind.API, 401, "").type()).isEqualTo("authentication_error");
        assertThat(failed(FailureKind.API, 403, "").type()).isEqualTo("permission_error");
        assertThat(failed(FailureKind.API, 429, "").type()).isEqualTo("throttling_error");
        assertThat(failed(FailureKind.API, 418, "").type()).isEqualTo("invalid_request_error");
        assertThat(failed(FailureKind.API, 529, "").type()).isEqualTo("internal_server_error");
    }

    @Test
    void a_providers_endless_words_are_cut() {
        assertThat(failed(FailureKind.API, 500, "x".repeat(1_000_000)).message())
                .hasSizeLessThan(20_000);
    }

    @Test
    void no_deployments_name_is_told_when_none_can_be_tried() {
        ErrorBody error =
                CallErrors.of(
                        new CallFailure.NoDeployment(
                                "gpt",
                                List.of(
                                        new Exclusion(
                                                new DeploymentId("secret-id"),
                                                Exclusion.Reason.COOLING_DOWN,
                                                "secret detail")),
                                Duration.ofSeconds(5)),
                        "/chat/completions");

        assertThat(error.message())
                .isEqualTo(
                        "No deployments available for selected model, Try again in 5 seconds."
                                + " Passed model=gpt. All deployments for selected model are in"
                                + " cooldown.");
        assertThat(error.type()).isEqualTo("all_deployments_in_cooldown");
    }

    @Test
    void tags_that_no_deployment_has_are_told_in_the_words_that_clients_match() {
        ErrorBody error =
                CallErrors.of(
                        new CallFailure.NotAllowedByTags("gpt", List.of("zz", "y"), List.of()),
                        "/chat/completions");

        assertThat(error.status()).isEqualTo(401);
        assertThat(error.message())
                .isEqualTo(
                        "Not allowed to access model due to tags configuration. Passed model=gpt"
                                + " and tags=['zz', 'y']");
    }

    @Test
    void a_prompt_that_fits_nowhere_is_told_model_limit_and_count() {
        ErrorBody error =
                CallErrors.of(
                        new CallFailure.PromptTooLong("gpt", "small", 10_000, 4096, List.of()),
                        "/chat/completions");

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message())
                .startsWith("litellm.ContextWindowExceededError")
                .endsWith(
                        "The prompt has 10000 tokens, more than the 4096 input tokens of small."
                                + " Passed model=gpt");
        assertThat(new String(error.json(""), StandardCharsets.UTF_8))
                .contains("context_length_exceeded");
    }

    @Test
    void enforced_limits_that_are_used_up_say_how_much_and_until_when() {
        ErrorBody error =
                CallErrors.of(
                        new CallFailure.LimitsUsedUp(
                                "gpt",
                                List.of(
                                        new Exclusion(
                                                new DeploymentId("secret-id"),
                                                Exclusion.Reason.RATE_LIMIT,
                                                "RPM limit=2, current usage=2")),
                                Duration.ofSeconds(40)),
                        "/chat/completions");

        assertThat(error.status()).isEqualTo(429);
        assertThat(error.message())
                .isEqualTo(
                        "litellm.RateLimitError: Model rate limit exceeded. RPM limit=2, current"
                                + " usage=2. Passed model=gpt");
        assertThat(error.retryAfterSeconds()).isEqualTo(40);
    }

    private static ErrorBody failed(FailureKind kind, int status, String words) {
        return CallErrors.of(
                new CallFailure.ProviderFailed(
                        ProviderFailure.of(kind, status, "groq", words), "gpt", 1, ""),
                "/chat/completions");
    }
}
