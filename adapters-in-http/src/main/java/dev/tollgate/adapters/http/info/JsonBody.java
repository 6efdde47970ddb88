package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;

import java.io.IOException;

/// The body of a request that is answered here, a JSON object.
final class JsonBody {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private JsonBody() {}

    /// @throws RequestRefused if it is anything else
    static JsonNode of(Exchange exchange) {
        try {
            JsonNode node = JSON.readTree(exchange.body());
            if (node.isObject()) {
                return node;
            }
            throw RequestRefused.with(
                    ErrorBody.badRequest(
                            "request_body", "The request body must be a JSON object."));
        } catch (JsonProcessingException e) {
            throw RequestRefused.with(
                    ErrorBody.badRequest(
                            "request_body", "Invalid JSON payload: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw RequestRefused.with(
                    ErrorBody.badRequest("request_body", "Invalid JSON payload."));
        }
    }
}
