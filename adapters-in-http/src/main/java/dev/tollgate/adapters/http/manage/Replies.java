package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.info.JsonAnswer;
import dev.tollgate.adapters.http.manage.FieldTable.Mistake;
import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Writes what came of a management call.
final class Replies {
    private Replies() {}

    /// How what was done is shown.
    interface Shape {
        void write(JsonGenerator json, Fields answer) throws IOException;
    }

    /// How a page is shown.
    interface PageShape {
        void write(JsonGenerator json, Page page) throws IOException;
    }

    static void send(Exchange exchange, Outcome outcome, View view) {
        send(exchange, outcome, view::write);
    }

    static void send(Exchange exchange, Outcome outcome, Shape shape) {
        send(exchange, 200, outcome, shape, (_, page) -> unexpected(page));
    }

    /// With the status of something new.
    static void sendCreated(Exchange exchange, Outcome outcome, View view) {
        send(exchange, 201, outcome, view::write, (_, page) -> unexpected(page));
    }

    /// Without a word of what was done.
    static void sendNothing(Exchange exchange, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done _ -> exchange.sendNothing();
            case Page page -> unexpected(page);
            case Refused refused -> refuse(exchange, refused);
        }
    }

    static void sendPage(Exchange exchange, Outcome outcome, PageShape shape) {
        send(exchange, 200, outcome, (_, answer) -> unexpected(answer), shape);
    }

    private static void send(
            Exchange exchange, int done, Outcome outcome, Shape shape, PageShape pageShape) {
        switch (outcome) {
            case Outcome.Done(Fields answer) ->
                    JsonAnswer.send(exchange, done, json -> shape.write(json, answer));
            case Page page -> JsonAnswer.send(exchange, 200, json -> pageShape.write(json, page));
            case Refused refused -> refuse(exchange, refused);
        }
    }

    private static void unexpected(Object answer) {
        throw new IllegalStateException("not an answer of this route: " + answer.getClass());
    }

    private static void refuse(Exchange exchange, Refused refused) {
        String param = refused.param();
        String message = refused.message();
        switch (refused.reason()) {
            case INVALID -> throw error(400, "bad_request_error", param, message);
            case INCOMPLETE ->
                    mistakes(exchange, List.of(new Mistake("missing", "body", param, message)));
            case FORBIDDEN -> throw error(403, "auth_error", param, message);
            case MISSING -> throw error(404, "not_found_error", param, message);
            case TAKEN -> throw error(409, "bad_request_error", param, message);
            case ALREADY_MEMBER -> throw error(400, "team_member_already_in_team", param, message);
            case NOT_SET_UP ->
                    throw RequestRefused.with(
                            ErrorBody.of(500, "internal_server_error", param, message)
                                    .withDetail()
                                    .noRetry(Duration.ZERO));
            case BUSY ->
                    throw RequestRefused.with(
                            ErrorBody.of(503, "internal_server_error", param, message)
                                    .withDetail()
                                    .retryAfter(Duration.ofSeconds(1), true));
        }
    }

    private static RequestRefused error(int status, String type, String param, String message) {
        return RequestRefused.with(ErrorBody.of(status, type, param, message).withDetail());
    }

    static void mistakes(Exchange exchange, Mistakes mistakes) {
        mistakes(exchange, mistakes.all());
    }

    /// Both forms that clients look for: the envelope, and the list of what is wrong.
    private static void mistakes(Exchange exchange, List<Mistake> mistakes) {
        Mistake first = mistakes.getFirst();
        JsonAnswer.send(
                exchange,
                422,
                json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("error");
                    json.writeStringField("message", first.name() + ": " + first.words());
                    json.writeStringField("type", "validation_error");
                    json.writeStringField("param", first.name());
                    json.writeStringField("code", "422");
                    json.writeEndObject();
                    json.writeArrayFieldStart("detail");
                    for (Mistake each : mistakes) {
                        json.writeStartObject();
                        json.writeStringField("type", each.type());
                        json.writeArrayFieldStart("loc");
                        json.writeString(each.place());
                        json.writeString(each.name());
                        json.writeEndArray();
                        json.writeStringField("msg", each.words());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }
}
