package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.manage.ManageModels;
import dev.tollgate.application.port.in.manage.ManageModels.Request;
import dev.tollgate.domain.entity.Fields;

/// Management of deployments that the gateway keeps itself.
public final class StoredModelRoutes {
    private static final FieldTable TABLE =
            FieldTable.empty()
                    .with(FieldType.TEXT, "id model_name")
                    .with(FieldType.MAP, "litellm_params model_info");

    private final ManageModels models;

    public StoredModelRoutes(ManageModels models) {
        this.models = models;
    }

    /// `POST /model/new`
    public ActorHandler make() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange));
                    Replies.send(
                            exchange,
                            models.manage(actor, new Request.Make(asked)),
                            JsonFields::write);
                });
    }

    /// `POST /model/update` with the id in `model_info`, `PATCH /model/{id}/update`
    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, id) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange));
                    Replies.send(
                            exchange,
                            models.manage(actor, new Request.Update(id, asked)),
                            JsonFields::write);
                });
    }

    /// `POST /model/delete`
    public ActorHandler delete() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange));
                    Replies.send(
                            exchange,
                            models.manage(actor, new Request.Delete(asked.text("id"))),
                            (json, model) -> {
                                json.writeStartObject();
                                json.writeStringField(
                                        "message",
                                        "Model: "
                                                + model.text("model_id")
                                                + " deleted successfully");
                                json.writeEndObject();
                            });
                });
    }
}
