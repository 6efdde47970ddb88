package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What must hold for every refusal: an error that OpenAI's clients understand, and nothing of the
/// gateway's inside.
final class Envelopes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Envelopes() {}

    static void assertRefusal(String what, int status, String body) {
        assertClean(what, body);
        try {
            JsonNode error = JSON.readTree(body).path("error");
            assertThat(error.path("message").asText()).as(what + ": " + body).isNotBlank();
            assertThat(error.path("code").asText()).as(what).isEqualTo(Integer.toString(status));
            assertThat(error.has("type") && error.has("param")).as(what + ": " + body).isTrue();
        } catch (JsonProcessingException e) {
            fail(what + ": no JSON: " + body, e);
        }
    }

    static void assertClean(String what, String text) {
        assertThat(text)
                .as(what)
                .doesNotContain(
                        "Exception in",
                        "at dev.tollgate",
                        "dev.tollgate.",
                        "java.",
                        "io.helidon",
                        "org.apache",
                        "com.fasterxml");
    }
}
