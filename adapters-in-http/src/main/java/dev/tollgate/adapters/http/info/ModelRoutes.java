package dev.tollgate.adapters.http.info;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.DescribeModels;
import dev.tollgate.application.port.in.DescribeModels.Listed;
import dev.tollgate.application.port.in.DescribeModels.Models;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/// Lists of models: by name for those who call them, by deployment and by group for those who look
/// after them.
public final class ModelRoutes {
    /// The moment that every listed model claims to be made at; clients want some number there.
    private static final long CREATED = 1_677_610_602L;

    private final DescribeModels models;

    public ModelRoutes(DescribeModels models) {
        this.models = models;
    }

    /// `GET /v1/models`
    public void list(Exchange exchange, Caller caller, String part) {
        boolean patterns = asked(exchange, "return_wildcard_routes");
        boolean metadata = asked(exchange, "include_metadata");
        boolean onlyGroups = asked(exchange, "only_model_access_groups");
        boolean groups = onlyGroups || asked(exchange, "include_model_access_groups");
        Models found = models.describe(caller);
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (Listed model : found.listed()) {
                        if (!onlyGroups && (patterns || !model.pattern())) {
                            model(json, model, metadata);
                        }
                    }
                    for (String group : groups ? found.accessGroups() : List.<String>of()) {
                        model(
                                json,
                                new Listed(group, ModelCard.UNKNOWN, false, List.of()),
                                metadata);
                    }
                    json.writeEndArray();
                    json.writeStringField("object", "list");
                    json.writeEndObject();
                });
    }

    /// `GET /v1/models/{id}`
    public void one(Exchange exchange, Caller caller, String id) {
        for (Listed model : models.describe(caller).listed()) {
            if (model.name().equals(id)) {
                JsonAnswer.send(exchange, 200, json -> model(json, model, false));
                return;
            }
        }
        throw RequestRefused.with(
                ErrorBody.of(
                                404,
                                "invalid_request_error",
                                "model",
                                "The model `"
                                        + (id.length() > 200 ? id.substring(0, 200) : id)
                                        + "` does not exist or is not accessible")
                        .withDetail());
    }

    private static void model(JsonGenerator json, Listed model, boolean metadata)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.name());
        json.writeStringField("object", "model");
        json.writeNumberField("created", CREATED);
        json.writeStringField("owned_by", "openai");
        ModelCard card = model.card();
        if (!card.mode().isEmpty()) {
            json.writeStringField("mode", card.mode());
        }
        if (card.maxInputTokens() > 0) {
            json.writeNumberField("max_input_tokens", card.maxInputTokens());
        }
        if (card.maxOutputTokens() > 0) {
            json.writeNumberField("max_output_tokens", card.maxOutputTokens());
        }
        if (metadata) {
            json.writeObjectFieldStart("metadata");
            json.writeArrayFieldStart("fallbacks");
            for (String fallback : model.fallbacks()) {
                json.writeString(fallback);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// `GET /model/info`
    public void deployments(Exchange exchange, Caller caller, String part) {
        String wanted = exchange.query("litellm_model_id");
        List<Deployment> found =
                models.describe(caller).deployments().stream()
                        .filter(it -> wanted.isEmpty() || it.id().value().equals(wanted))
                        .toList();
        if (!wanted.isEmpty() && found.isEmpty()) {
            String shown = wanted.length() > 200 ? wanted.substring(0, 200) : wanted;
            throw RequestRefused.with(
                    ErrorBody.badRequest(
                                    "litellm_model_id",
                                    "Model id = " + shown + " not found on litellm proxy")
                            .withDetail());
        }
        boolean all = caller.holder().role().seesAll();
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (Deployment deployment : found) {
                        deployment(json, deployment, all);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    /// `GET /v2/model/info`: the same in pages, searched and sorted.
    public void pages(Exchange exchange, Caller caller, String part) {
        String id = exchange.query("modelId");
        String search = exchange.query("search").toLowerCase(Locale.ROOT);
        List<Deployment> found =
                models.describe(caller).deployments().stream()
                        .filter(it -> id.isEmpty() || it.id().value().equals(id))
                        .filter(it -> it.group().toLowerCase(Locale.ROOT).contains(search))
                        .sorted(order(exchange))
                        .toList();
        int size = number(exchange, "size", 50, 500);
        int page = number(exchange, "page", 1, Integer.MAX_VALUE);
        boolean all = caller.holder().role().seesAll();
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (Deployment each :
                            found.stream().skip((page - 1L) * size).limit(size).toList()) {
                        deployment(json, each, all);
                    }
                    json.writeEndArray();
                    json.writeNumberField("total_count", found.size());
                    json.writeNumberField("current_page", page);
                    json.writeNumberField("total_pages", (found.size() + size - 1) / size);
                    json.writeNumberField("size", size);
                    json.writeEndObject();
                });
    }

    private static Comparator<Deployment> order(Exchange exchange) {
        Comparator<Deployment> order =
                switch (exchange.query("sortBy")) {
                    case "model_name" -> Comparator.comparing(Deployment::group);
                    case "created_at", "updated_at" ->
                            Comparator.comparing(
                                    it -> it.entry().info().text(exchange.query("sortBy")));
                    default -> (_, _) -> 0;
                };
        return exchange.query("sortOrder").equals("desc") ? order.reversed() : order;
    }

    private static int number(Exchange exchange, String name, int usually, int most) {
        String text = exchange.query(name);
        try {
            int number = text.isEmpty() ? usually : Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw RequestRefused.with(
                ErrorBody.badRequest(name, name + " is a number from 1 to " + most).withDetail());
    }

    /// What the gateway knows comes first, then what else the entry says.
    ///
    /// @param all whether how it is reached is shown, but for secrets
    private static void deployment(JsonGenerator json, Deployment deployment, boolean all)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model_name", name(deployment));
        json.writeFieldName("litellm_params");
        Fields written = all ? deployment.entry().params() : Fields.NONE;
        FieldsJson.write(json, out -> params(out, deployment), written);
        json.writeFieldName("model_info");
        FieldsJson.write(json, out -> info(out, deployment), deployment.entry().info());
        json.writeEndObject();
    }

    /// As it was written, which is not what a team calls its own.
    private static String name(Deployment deployment) {
        String written = deployment.entry().name();
        return written.isEmpty() ? deployment.group() : written;
    }

    private static void params(JsonGenerator json, Deployment deployment) throws IOException {
        if (!deployment.apiBase().isEmpty()) {
            json.writeStringField("api_base", deployment.apiBase());
        }
        if (!deployment.region().isEmpty()) {
            json.writeStringField("region_name", deployment.region());
        }
        positive(json, "weight", deployment.share().weight());
        positive(json, "rpm", deployment.share().rpm());
        positive(json, "tpm", deployment.share().tpm());
        json.writeStringField("model", fullName(deployment));
    }

    private static void info(JsonGenerator json, Deployment deployment) throws IOException {
        json.writeStringField("id", deployment.id().value());
        json.writeBooleanField("db_model", deployment.entry().stored());
        card(json, deployment.card());
        json.writeStringField("litellm_provider", deployment.provider());
    }

    private static String fullName(Deployment deployment) {
        return deployment.provider().isEmpty()
                ? deployment.model()
                : deployment.provider() + "/" + deployment.model();
    }

    private static void card(JsonGenerator json, ModelCard card) throws IOException {
        if (!card.known()) {
            return;
        }
        json.writeStringField("key", card.key());
        int most = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : card.maxInputTokens();
        positive(json, "max_tokens", most);
        positive(json, "max_input_tokens", card.maxInputTokens());
        positive(json, "max_output_tokens", card.maxOutputTokens());
        positive(json, "output_vector_size", card.dimension());
        if (!card.mode().isEmpty()) {
            json.writeStringField("mode", card.mode());
        }
        for (Map.Entry<String, String> price : PRICE_NAMES.entrySet()) {
            BigDecimal perMillion = card.prices().perMillion().get(price.getKey());
            if (perMillion != null) {
                json.writeNumberField(price.getValue(), perToken(perMillion));
            }
        }
        flags(json, card);
    }

    /// Meters of the catalogue and what clients call their prices.
    private static final Map<String, String> PRICE_NAMES = priceNames();

    private static Map<String, String> priceNames() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("input", "input_cost_per_token");
        names.put("output", "output_cost_per_token");
        names.put("cache_read", "cache_read_input_token_cost");
        names.put("cache_write_5m", "cache_creation_input_token_cost");
        names.put("cache_write_1h", "cache_creation_input_token_cost_above_1hr");
        names.put("input_audio", "input_cost_per_audio_token");
        names.put("output_audio", "output_cost_per_audio_token");
        return names;
    }

    private static BigDecimal perToken(BigDecimal perMillion) {
        BigDecimal price = perMillion.movePointLeft(6).stripTrailingZeros();
        return price.scale() < 0 ? price.setScale(0) : price;
    }

    private static void flags(JsonGenerator json, ModelCard card) throws IOException {
        for (String capability : new TreeSet<>(card.capabilities())) {
            json.writeBooleanField("supports_" + capability, true);
        }
        for (String lacking : new TreeSet<>(card.lacks())) {
            json.writeBooleanField("supports_" + lacking, false);
        }
    }

    /// `GET /model_group/info`
    public void groups(Exchange exchange, Caller caller, String part) {
        String wanted = exchange.query("model_group");
        Map<String, List<Deployment>> groups = new LinkedHashMap<>();
        for (Deployment deployment : models.describe(caller).deployments()) {
            if (wanted.isEmpty() || deployment.group().equals(wanted)) {
                groups.computeIfAbsent(deployment.group(), _ -> new ArrayList<>()).add(deployment);
            }
        }
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (Map.Entry<String, List<Deployment>> group : groups.entrySet()) {
                        group(json, group.getKey(), group.getValue());
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void group(JsonGenerator json, String name, List<Deployment> members)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model_group", name);
        json.writeArrayFieldStart("providers");
        for (String provider : members.stream().map(Deployment::provider).distinct().toList()) {
            json.writeString(provider);
        }
        json.writeEndArray();
        numberOrNull(json, "max_input_tokens", most(members, ModelCard::maxInputTokens));
        numberOrNull(json, "max_output_tokens", most(members, ModelCard::maxOutputTokens));
        price(json, "input_cost_per_token", members, "input");
        price(json, "output_cost_per_token", members, "output");
        String mode =
                members.stream()
                        .map(it -> it.card().mode())
                        .filter(it -> !it.isEmpty())
                        .findFirst()
                        .orElse("");
        if (mode.isEmpty()) {
            json.writeNullField("mode");
        } else {
            json.writeStringField("mode", mode);
        }
        numberOrNull(json, "tpm", (long) sum(members, it -> it.share().tpm()));
        numberOrNull(json, "rpm", (long) sum(members, it -> it.share().rpm()));
        TreeSet<String> can = new TreeSet<>();
        members.forEach(it -> can.addAll(it.card().capabilities()));
        for (String capability : can) {
            json.writeBooleanField("supports_" + capability, true);
        }
        TreeSet<String> cannot = new TreeSet<>();
        members.forEach(it -> cannot.addAll(it.card().lacks()));
        cannot.removeAll(can);
        for (String lacking : cannot) {
            json.writeBooleanField("supports_" + lacking, false);
        }
        json.writeBooleanField("is_public_model_group", false);
        json.writeEndObject();
    }

    private static long most(List<Deployment> members, ToIntFunction<ModelCard> limit) {
        return members.stream().mapToInt(it -> limit.applyAsInt(it.card())).max().orElse(0);
    }

    private static double sum(List<Deployment> members, ToDoubleFunction<Deployment> value) {
        return members.stream().mapToDouble(value).filter(it -> it > 0).sum();
    }

    /// The dearest price: what a caller must reckon with.
    private static void price(
            JsonGenerator json, String name, List<Deployment> members, String meter)
            throws IOException {
        BigDecimal dearest = null;
        for (Deployment member : members) {
            BigDecimal price = member.card().prices().perMillion().get(meter);
            if (price != null && (dearest == null || price.compareTo(dearest) > 0)) {
                dearest = price;
            }
        }
        if (dearest == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, perToken(dearest));
        }
    }

    private static void numberOrNull(JsonGenerator json, String name, long value)
            throws IOException {
        if (value > 0) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    private static void positive(JsonGenerator json, String name, double value) throws IOException {
        if (value > 0) {
            if (value == Math.rint(value)) {
                json.writeNumberField(name, (long) value);
            } else {
                json.writeNumberField(name, value);
            }
        }
    }

    private static boolean asked(Exchange exchange, String flag) {
        return exchange.query(flag).equalsIgnoreCase("true") || exchange.query(flag).equals("1");
    }
}
