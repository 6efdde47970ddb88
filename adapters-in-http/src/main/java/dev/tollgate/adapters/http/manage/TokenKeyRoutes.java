package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.ManageTokenKeys.Request;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Paging;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;

/// Management of the keys that stand for tokens of identity providers.
public final class TokenKeyRoutes {
    private static final FieldTable TABLE =
            FieldTable.empty()
                    .with(
                            FieldType.TEXT,
                            """
                            id jwt_claim_name jwt_claim_value jwt_issuer key token description
                            created_at created_by updated_at updated_by
                            """)
                    .with(FieldType.FLAG, "is_active")
                    .blank("jwt_issuer description key token");
    private static final View SHOWN =
            View.of(
                    TABLE,
                    """
                    id jwt_issuer jwt_claim_name jwt_claim_value description is_active=true
                    created_at updated_at created_by updated_by
                    """);

    private final ManageTokenKeys mappings;

    public TokenKeyRoutes(ManageTokenKeys mappings) {
        this.mappings = mappings;
    }

    /// `POST /jwt/key/mapping/new`
    public ActorHandler make() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked =
                            TABLE.read(
                                    JsonFields.body(exchange), "jwt_claim_name", "jwt_claim_value");
                    Replies.send(exchange, mappings.manage(actor, new Request.Make(asked)), SHOWN);
                });
    }

    /// `POST /jwt/key/mapping/update`
    public ActorHandler update() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange), "id");
                    Replies.send(
                            exchange, mappings.manage(actor, new Request.Update(asked)), SHOWN);
                });
    }

    /// `POST /jwt/key/mapping/delete`
    public ActorHandler delete() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Fields asked = TABLE.read(JsonFields.body(exchange), "id");
                    Replies.send(
                            exchange,
                            mappings.manage(actor, new Request.Delete(asked.text("id"))),
                            (json, _) -> {
                                json.writeStartObject();
                                json.writeStringField("status", "success");
                                json.writeEndObject();
                            });
                });
    }

    /// `GET /jwt/key/mapping/info?id=`
    public ActorHandler info() {
        return Handling.of(
                (exchange, actor, _) -> {
                    String id = new Query(exchange).text("id");
                    Replies.send(exchange, mappings.manage(actor, new Request.Show(id)), SHOWN);
                });
    }

    /// `GET /jwt/key/mapping/list`
    public ActorHandler list() {
        return Handling.of(
                (exchange, actor, _) -> {
                    Query query = new Query(exchange);
                    int page = query.whole("page", 1, Paging.LAST_PAGE, 1);
                    int size = query.whole("size", 1, 100, 50);
                    query.check();
                    Replies.sendPage(
                            exchange,
                            mappings.manage(actor, new Request.Browse(page, size)),
                            TokenKeyRoutes::page);
                });
    }

    private static void page(JsonGenerator json, Page page) throws IOException {
        json.writeStartObject();
        json.writeFieldName("mappings");
        Pages.array(SHOWN).write(json, page);
        json.writeNumberField("total_count", page.total());
        json.writeNumberField("current_page", page.number());
        json.writeNumberField("total_pages", page.pages());
        json.writeEndObject();
    }
}
