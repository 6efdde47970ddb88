package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.manage.FieldTable.Mistakes;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageKeys.KeyFilter;
import dev.tollgate.application.port.in.manage.ManageKeys.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.io.IOException;

/// Management of virtual keys.
public final class KeyRoutes {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("idempotency-key");
    private static final int LONGEST_REPETITION = 255;
    private static final String[] SORTABLE = {
        "spend", "max_budget", "created_at", "updated_at", "token", "key_alias"
    };

    private final ManageKeys keys;

    public KeyRoutes(ManageKeys keys) {
        this.keys = keys;
    }

    public ActorHandler generate() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = fields(exchange);
                    make(exchange, actor, new Request.Generate(asked, false));
                });
    }

    public ActorHandler generateServiceAccount() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = fields(exchange);
                    make(exchange, actor, new Request.Generate(asked, true));
                });
    }

    private void make(Exchange exchange, Actor actor, Request request) {
        Replies.send(exchange, keys.manage(actor, request), KeyFields.MADE);
    }

    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                keys.manage(actor, new Request.Update(fields(exchange))),
                                KeyFields.CHANGED));
    }

    public ActorHandler updateAll() {
        View results =
                View.of(KeyFields.TABLE, "total_requested successful_updates=[] failed_updates=[]")
                        .nested("successful_updates", result("key key_info"))
                        .nested("failed_updates", result("key key_info failed_reason"));
        return Handling.of(
                (exchange, actor, _) -> {
                    Request request =
                            new Request.UpdateAll(
                                    KeyFields.TABLE.readAll(JsonFields.body(exchange), "keys"));
                    Replies.send(exchange, keys.manage(actor, request), results);
                });
    }

    private static View result(String names) {
        return View.of(KeyFields.TABLE, names).nested("key_info", KeyFields.CHANGED);
    }

    public ActorHandler delete() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = fields(exchange);
                    Request request =
                            new Request.Delete(asked.texts("keys"), asked.texts("key_aliases"));
                    Replies.send(
                            exchange,
                            keys.manage(actor, request),
                            View.of(KeyFields.TABLE, "deleted_keys=[]"));
                });
    }

    public ActorHandler info() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    String key = query.text("key");
                    query.check();
                    show(exchange, actor, key);
                });
    }

    /// The same for those who would not have a key in an address, which ends up in logs.
    public ActorHandler infoOfBody() {
        return Handling.of(
                (exchange, actor, _) -> show(exchange, actor, fields(exchange).text("key")));
    }

    private void show(Exchange exchange, Actor actor, String key) {
        Replies.send(exchange, keys.manage(actor, new Request.Show(key)), KeyFields.INFO);
    }

    public ActorHandler infos() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = KeyFields.TABLE.read(JsonFields.body(exchange), "keys");
                    Request request = new Request.ShowAll(asked.texts("keys"));
                    Replies.send(exchange, keys.manage(actor, request), KeyFields.INFOS);
                });
    }

    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Paging paging = query.paging("size", 10, true, SORTABLE);
                    KeyFilter filter = filter(query);
                    boolean whole = query.flag("return_full_object");
                    query.check();
                    Outcome outcome = keys.manage(actor, new Request.Browse(filter, paging));
                    Replies.sendPage(exchange, outcome, (json, page) -> page(json, page, whole));
                });
    }

    private static KeyFilter filter(Query query) {
        String part = query.text("search");
        return new KeyFilter(
                query.text("user_id"),
                query.text("team_id"),
                query.text("organization_id"),
                query.text("key_hash"),
                query.text("key_alias"),
                part,
                query.text("project_id"),
                query.flag("include_created_by_keys"),
                query.flag("include_team_keys"),
                query.oneOf("status", "deleted").equals("deleted"));
    }

    private static void page(JsonGenerator json, Page page, boolean whole) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("keys");
        for (Fields key : page.items()) {
            if (whole) {
                KeyFields.ROW_WITH_ID.write(json, key);
            } else {
                json.writeString(key.text("token"));
            }
        }
        json.writeEndArray();
        json.writeNumberField("total_count", page.total());
        json.writeNumberField("current_page", page.number());
        json.writeNumberField("total_pages", page.pages());
        json.writeEndObject();
    }

    public ActorHandler aliases() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    Request request =
                            new Request.Aliases(
                                    query.text("search"),
                                    query.whole("page", 1, Paging.LAST_PAGE, 1),
                                    query.whole("size", 1, 100, 50));
                    query.check();
                    Replies.sendPage(exchange, keys.manage(actor, request), KeyRoutes::aliasPage);
                });
    }

    private static void aliasPage(JsonGenerator json, Page page) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("aliases");
        for (Fields key : page.items()) {
            json.writeString(key.text("key_alias"));
        }
        json.writeEndArray();
        json.writeNumberField("total_count", page.total());
        json.writeNumberField("current_page", page.number());
        json.writeNumberField("total_pages", page.pages());
        json.writeNumberField("size", page.size());
        json.writeEndObject();
    }

    public ActorHandler block(boolean blocked) {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = KeyFields.TABLE.read(JsonFields.body(exchange), "key");
                    Request request = new Request.Block(asked.text("key"), blocked);
                    Replies.send(exchange, keys.manage(actor, request), KeyFields.CHANGED);
                });
    }

    /// The key stands in the path, in the body, or is the one that was shown.
    public ActorHandler regenerate() {
        return Handling.of(
                (exchange, actor, part) -> {
                    Fields asked = fields(exchange);
                    String key = part.isEmpty() ? asked.text("key") : part;
                    String repetition = exchange.header(IDEMPOTENCY_KEY).strip();
                    if (repetition.length() > LONGEST_REPETITION) {
                        repetition = "";
                    }
                    Request request = new Request.Regenerate(key, asked, repetition);
                    make(exchange, actor, request);
                });
    }

    public ActorHandler resetSpend() {
        View view =
                View.of(
                        KeyFields.TABLE,
                        "key_hash spend previous_spend max_budget budget_reset_at");
        return Handling.of(
                (exchange, actor, part) -> {
                    Fields asked = KeyFields.TABLE.read(JsonFields.body(exchange), "reset_to");
                    Request request = new Request.ResetSpend(part, asked);
                    Replies.send(exchange, keys.manage(actor, request), view);
                });
    }

    /// `POST /global/spend/reset`
    public ActorHandler resetSpendOfAll() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                keys.manage(actor, new Request.ResetSpendOfAll()),
                                (json, _) -> {
                                    json.writeStartObject();
                                    json.writeStringField(
                                            "message", "The spend of all keys and teams is reset.");
                                    json.writeStringField("status", "success");
                                    json.writeEndObject();
                                }));
    }

    public ActorHandler health() {
        return Handling.of(
                (exchange, actor, _) ->
                        Replies.send(
                                exchange,
                                keys.manage(actor, new Request.Health()),
                                View.of(KeyFields.TABLE, "key logging_callbacks")));
    }

    private static Fields fields(Exchange exchange) throws Mistakes {
        return KeyFields.TABLE.read(JsonFields.body(exchange));
    }
}
