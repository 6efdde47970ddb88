package dev.tollgate.adapters.http.manage;

import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.ManageCredentials;
import dev.tollgate.application.port.in.manage.ManageCredentials.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.domain.entity.Fields;

/// Management of credentials of providers.
public final class CredentialRoutes {
    private static final FieldTable TABLE =
            FieldTable.empty()
                    .with(FieldType.TEXT, "credential_name model_id display_name source")
                    .with(FieldType.MAP, "credential_values credential_info");
    private static final View SHOWN =
            View.of(
                    TABLE,
                    "credential_name credential_values={} credential_info={} display_name source");

    private final ManageCredentials credentials;

    public CredentialRoutes(ManageCredentials credentials) {
        this.credentials = credentials;
    }

    /// `POST /credentials`
    public ActorHandler make() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange), "credential_name");
                    Request request = new Request.Make(asked, asked.text("model_id"));
                    done(exchange, credentials.manage(actor, request), "created");
                });
    }

    /// `PATCH /credentials/{name}`
    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, name) -> {
                    Request request =
                            new Request.Update(name, TABLE.read(JsonFields.body(exchange)));
                    done(exchange, credentials.manage(actor, request), "updated");
                });
    }

    /// `DELETE /credentials/{name}`
    public ActorHandler delete() {
        return Handling.of(
                (exchange, actor, name) ->
                        done(
                                exchange,
                                credentials.manage(actor, new Request.Delete(name)),
                                "deleted"));
    }

    private static void done(Exchange exchange, Outcome outcome, String verb) {
        Replies.send(
                exchange,
                outcome,
                (json, _) -> {
                    json.writeStartObject();
                    json.writeBooleanField("success", true);
                    json.writeStringField("message", "Credential " + verb + " successfully");
                    json.writeEndObject();
                });
    }

    /// `GET /credentials`
    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.sendPage(
                                exchange,
                                credentials.manage(actor, new Request.Browse()),
                                (json, page) -> {
                                    json.writeStartObject();
                                    json.writeBooleanField("success", true);
                                    json.writeFieldName("credentials");
                                    Pages.array(SHOWN).write(json, page);
                                    json.writeEndObject();
                                }));
    }

    /// `GET /credentials/by_name/{name}`
    public ActorHandler info() {
        return Handling.of(
                (exchange, actor, name) ->
                        Replies.send(
                                exchange,
                                credentials.manage(actor, new Request.Show(name)),
                                SHOWN));
    }

    /// `GET /credentials/by_model/{id}`
    public ActorHandler infoOfModel() {
        return Handling.of(
                (exchange, actor, id) ->
                        Replies.send(
                                exchange,
                                credentials.manage(actor, new Request.ShowOfModel(id)),
                                SHOWN));
    }
}
