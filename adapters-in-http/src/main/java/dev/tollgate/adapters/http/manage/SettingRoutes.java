package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.application.port.in.manage.ManageSettings;
import dev.tollgate.application.port.in.manage.ManageSettings.Request;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;
import java.util.List;

/// Management of settings that the gateway keeps itself.
public final class SettingRoutes {
    private static final List<String> TYPES = ManageSettings.SECTIONS.subList(0, 3);
    private static final FieldTable TABLE =
            FieldTable.empty()
                    .with(FieldType.MAP, String.join(" ", ManageSettings.SECTIONS))
                    .with(FieldType.TEXT, "field_name config_type")
                    .with(FieldType.ANY, "field_value")
                    .oneOf("config_type", String.join(" ", TYPES));
    private static final String GENERAL = "general_settings";

    private final ManageSettings settings;

    public SettingRoutes(ManageSettings settings) {
        this.settings = settings;
    }

    /// `POST /config/update`
    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Request request = new Request.Update(TABLE.read(JsonFields.body(exchange)));
                    Replies.send(exchange, settings.manage(actor, request), JsonFields::write);
                });
    }

    /// `POST /config/field/update`
    public ActorHandler updateField() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange), "field_name");
                    Request request =
                            new Request.UpdateField(
                                    section(asked.text("config_type")),
                                    asked.text("field_name"),
                                    asked.get("field_value"));
                    Replies.send(exchange, settings.manage(actor, request), JsonFields::write);
                });
    }

    /// `POST /config/field/delete`
    public ActorHandler deleteField() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange), "field_name");
                    Request request =
                            new Request.DeleteField(
                                    section(asked.text("config_type")), asked.text("field_name"));
                    Replies.send(exchange, settings.manage(actor, request), JsonFields::write);
                });
    }

    /// `GET /config/field/info`
    public ActorHandler field() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request =
                            new Request.ShowField(section(query), query.required("field_name"));
                    query.check();
                    Replies.send(exchange, settings.manage(actor, request), JsonFields::write);
                });
    }

    /// `GET /config/list`
    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request = new Request.Browse(section(query));
                    query.check();
                    Replies.sendPage(
                            exchange,
                            settings.manage(actor, request),
                            (json, page) -> JsonFields.write(json, page.items()));
                });
    }

    private static String section(Query query) {
        return section(query.oneOf("config_type", TYPES.toArray(String[]::new)));
    }

    private static String section(String asked) {
        return asked.isEmpty() ? GENERAL : asked;
    }

    /// `GET /config/yaml`: the sections as they are in force.
    public ActorHandler all() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                settings.manage(actor, new Request.ShowAll()),
                                JsonFields::write));
    }

    /// `GET /get/config/callbacks`
    public ActorHandler callbacks() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                settings.manage(actor, new Request.ShowAll()),
                                SettingRoutes::callbacks));
    }

    private static void callbacks(JsonGenerator json, Fields all) throws IOException {
        Fields litellm = all.within("litellm_settings");
        json.writeStartObject();
        json.writeStringField("status", "success");
        json.writeArrayFieldStart("callbacks");
        for (String kind : List.of("success_callback", "failure_callback", "callbacks")) {
            for (String name : litellm.texts(kind)) {
                json.writeStartObject();
                json.writeStringField("name", name);
                json.writeObjectFieldStart("variables");
                json.writeEndObject();
                json.writeStringField("type", kind);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeFieldName("alerts");
        JsonFields.write(json, all.within(GENERAL).texts("alerting"));
        json.writeFieldName("router_settings");
        JsonFields.write(json, all.within("router_settings"));
        json.writeEndObject();
    }
}
