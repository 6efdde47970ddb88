package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.QuotePrices;
import dev.tollgate.application.port.in.QuotePrices.Quote;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;
import java.math.BigDecimal;

/// What calls cost, or would cost.
public final class CostRoutes {
    private static final long MOST = 1L << 40;

    private final QuotePrices prices;
    private final CountTokens tokens;

    public CostRoutes(QuotePrices prices, CountTokens tokens) {
        this.prices = prices;
        this.tokens = tokens;
    }

    /// `POST /spend/calculate`: of a prompt that was not sent yet, or of an answer.
    public void calculate(Exchange exchange, Caller caller, String part) {
        JsonNode body = JsonBody.of(exchange);
        JsonNode answer = body.path("completion_response");
        Quote quote = answer.isObject() ? ofAnswer(caller, body, answer) : ofPrompt(caller, body);
        BigDecimal cost = dollars(known(quote).cost());
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeNumberField("cost", cost);
                    json.writeEndObject();
                });
    }

    private Quote ofAnswer(Caller caller, JsonNode body, JsonNode answer) {
        String model = text(body, "model").isEmpty() ? text(answer, "model") : text(body, "model");
        if (model.isEmpty()) {
            throw missing("model", "completion_response names no model");
        }
        return quote(caller, model, UsageJson.read(answer));
    }

    private Quote ofPrompt(Caller caller, JsonNode body) {
        String model = text(body, "model");
        if (model.isEmpty() || !body.path("messages").isArray()) {
            throw missing(
                    "messages",
                    "Bad Request - Either 'model' and 'messages' or 'completion_response' must be"
                            + " provided");
        }
        long input =
                TokenQuestions.of(model, body)
                        .map(question -> (long) tokens.count(caller, question).tokens())
                        .orElse(0L);
        return quote(caller, model, Usage.of(input, 0));
    }

    /// `POST /cost/estimate`: of so many calls of a size.
    public void estimate(Exchange exchange, Caller caller, String part) {
        JsonNode body = JsonBody.of(exchange);
        String model = text(body, "model");
        if (model.isEmpty()) {
            throw missing("model", "Missing required parameter: 'model'.");
        }
        long input = count(body, "input_tokens", 0);
        long output = count(body, "output_tokens", 0);
        long daily = count(body, "num_requests_per_day", -1);
        long monthly = count(body, "num_requests_per_month", -1);
        Quote quote = quote(caller, model, Usage.of(input, output));
        Bill bill = known(quote);
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("model", model);
                    json.writeNumberField("input_tokens", input);
                    json.writeNumberField("output_tokens", output);
                    number(json, "num_requests_per_day", daily);
                    number(json, "num_requests_per_month", monthly);
                    costs(json, bill);
                    times(json, "daily", bill, daily);
                    times(json, "monthly", bill, monthly);
                    perToken(json, quote, "input");
                    perToken(json, quote, "output");
                    json.writeStringField("provider", quote.provider());
                    json.writeEndObject();
                });
    }

    private static void costs(JsonGenerator json, Bill bill) throws IOException {
        json.writeNumberField("cost_per_request", dollars(bill.cost()));
        json.writeNumberField("input_cost_per_request", dollars(bill.input()));
        json.writeNumberField("output_cost_per_request", dollars(bill.output()));
        json.writeNumberField("margin_cost_per_request", dollars(bill.margin()));
    }

    private static void times(JsonGenerator json, String period, Bill bill, long calls)
            throws IOException {
        amount(json, period + "_cost", dollars(bill.cost()), calls);
        amount(json, period + "_input_cost", dollars(bill.input()), calls);
        amount(json, period + "_output_cost", dollars(bill.output()), calls);
        amount(json, period + "_margin_cost", dollars(bill.margin()), calls);
    }

    private static void amount(JsonGenerator json, String name, BigDecimal each, long calls)
            throws IOException {
        if (calls < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, plain(each.multiply(BigDecimal.valueOf(calls))));
        }
    }

    private static BigDecimal dollars(Usd amount) {
        return plain(amount.toDollars());
    }

    /// Without zeros that say nothing.
    private static BigDecimal plain(BigDecimal amount) {
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        if (value < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static void perToken(JsonGenerator json, Quote quote, String meter) throws IOException {
        String name = meter + "_cost_per_token";
        BigDecimal perMillion = quote.prices().perMillion().get(meter);
        if (perMillion == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, plain(perMillion.movePointLeft(6)));
        }
    }

    private Quote quote(Caller caller, String model, Usage usage) {
        return prices.quote(model, caller.holder().team(), usage)
                .orElseThrow(
                        () ->
                                refused(
                                        404,
                                        "model",
                                        "The model `" + shown(model) + "` is not known here"));
    }

    /// Unpriced is not free.
    private static Bill known(Quote quote) {
        return quote.bill()
                .orElseThrow(
                        () ->
                                refused(
                                        400,
                                        "model",
                                        "What this costs at `"
                                                + shown(quote.provider() + "/" + quote.model())
                                                + "` is not known: a price is missing"));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).textValue().strip() : "";
    }

    private static long count(JsonNode body, String name, long otherwise) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw missing(name, "'" + name + "' must be a whole number.");
        }
        long number = value.longValue();
        if (number < 0 || number > MOST) {
            throw missing(name, "'" + name + "' must be from 0 to " + MOST + ".");
        }
        return number;
    }

    private static String shown(String text) {
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private static RequestRefused missing(String parameter, String message) {
        return refused(400, parameter, message);
    }

    private static RequestRefused refused(int status, String parameter, String message) {
        return RequestRefused.with(
                ErrorBody.of(status, "invalid_request_error", parameter, message).withDetail());
    }
}
