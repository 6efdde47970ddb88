package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.CountTokens.Count;
import dev.tollgate.domain.access.Caller;

/// `POST /utils/token_counter`: how many tokens a prompt or a list of messages has.
public final class TokenRoute {
    private final CountTokens tokens;

    public TokenRoute(CountTokens tokens) {
        this.tokens = tokens;
    }

    public void count(Exchange exchange, Caller caller, String part) {
        JsonNode body = JsonBody.of(exchange);
        JsonNode model = body.path("model");
        if (!model.isTextual() || model.textValue().isEmpty()) {
            throw RequestRefused.with(
                    ErrorBody.of(
                                    422,
                                    "invalid_request_error",
                                    "model",
                                    model.isMissingNode() || model.isNull()
                                            ? "Missing required parameter: 'model'."
                                            : "'model' must be a string.")
                            .withDetail());
        }
        String asked = model.textValue();
        Count count = count(caller, body, asked);
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("total_tokens", count.tokens());
                    json.writeStringField("request_model", asked);
                    json.writeStringField("model_used", count.upstreamModel());
                    json.writeStringField("tokenizer_type", count.tokenizer());
                    json.writeStringField("count_source", "local_estimate");
                    json.writeNullField("original_response");
                    json.writeBooleanField("error", false);
                    json.writeNullField("error_message");
                    json.writeNullField("status_code");
                    json.writeEndObject();
                });
    }

    private Count count(Caller caller, JsonNode body, String model) {
        return tokens.count(
                caller,
                TokenQuestions.of(model, body)
                        .orElseThrow(
                                () ->
                                        RequestRefused.with(
                                                ErrorBody.badRequest(
                                                                "messages",
                                                                "prompt or messages or contents"
                                                                        + " must be provided")
                                                        .withDetail())));
    }
}
