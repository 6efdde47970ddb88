package dev.tollgate.application.manage;

import static dev.tollgate.application.manage.Desk.done;
import static dev.tollgate.application.manage.Desk.fields;
import static dev.tollgate.application.manage.Desk.page;
import static dev.tollgate.application.manage.Desk.refused;
import static dev.tollgate.application.manage.Desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageTokenKeys.Request;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Reason;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class TokenKeyRequestsTest {
    private final Desk desk = new Desk();
    private final Fields key = desk.aKey();

    private Outcome ask(Request request) {
        return desk.tokenKeys(Actor.MASTER, request);
    }

    private Outcome make(@Nullable Object... namesAndValues) {
        return ask(
                new Request.Make(
                        fields("jwt_claim_name", "client", "jwt_claim_value", "c1")
                                .merged(fields(namesAndValues))));
    }

    @Test
    void a_mapping_shows_what_was_said_of_it_and_never_the_key() {
        Fields mapping = done(make("key", key.text("key"), "description", "CI"));

        assertThat(mapping.text("id")).hasSize(36);
        assertThat(mapping.text("jwt_claim_name")).isEqualTo("client");
        assertThat(mapping.text("jwt_claim_value")).isEqualTo("c1");
        assertThat(mapping.text("description")).isEqualTo("CI");
        assertThat(mapping.yes("is_active")).isTrue();
        assertThat(mapping.names()).doesNotContain("token", "key");
        assertThat(done(ask(new Request.Show(mapping.text("id"))))).isEqualTo(mapping);
        assertThat(desk.entities.find(EntityKind.TOKEN_KEY, List.of(mapping.text("id"))))
                .singleElement()
                .satisfies(
                        kept ->
                                assertThat(kept.fields().text("token"))
                                        .isEqualTo(key.text("token")));
    }

    @Test
    void a_claim_of_an_issuer_has_one_key() {
        done(make("token", key.text("token")));
        done(make("token", key.text("token"), "jwt_issuer", "idp"));

        assertThat(refused(make("token", key.text("token"))).reason()).isEqualTo(Reason.TAKEN);
        assertThat(refused(make("token", key.text("token"), "jwt_issuer", "idp")).message())
                .contains("already exists for issuer 'idp'");
    }

    @Test
    void what_is_wrong_is_named() {
        assertThat(refused(make("key", "sk-unknown-key-0000")).message())
                .contains("does not match an existing virtual key")
                .doesNotContain("sk-unknown");
        assertThat(refused(make()).param()).isEqualTo("key");
        assertThat(refused(make("token", key.text("token"), "jwt_claim_value", "")).reason())
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(refused(make("token", key.text("token"), "jwt_claim_value", "a\nb")).param())
                .isEqualTo("jwt_claim_value");
        assertThat(refused(make("token", key.text("token"), "key", key.text("key"))).message())
                .contains("not by both");
    }

    @Test
    void an_update_changes_what_it_names() {
        String id = done(make("token", key.text("token"))).text("id");
        Fields other = desk.aKey();

        Fields changed =
                done(
                        ask(
                                new Request.Update(
                                        fields(
                                                "id",
                                                id,
                                                "is_active",
                                                false,
                                                "key",
                                                other.text("key")))));

        assertThat(changed.yes("is_active")).isFalse();
        assertThat(changed.text("jwt_claim_value")).isEqualTo("c1");
        assertThat(
                        desk.entities
                                .find(EntityKind.TOKEN_KEY, List.of(id))
                                .getFirst()
                                .fields()
                                .text("token"))
                .isEqualTo(other.text("token"));
    }

    @Test
    void one_that_is_deleted_is_not_found_any_more() {
        String id = done(make("token", key.text("token"))).text("id");

        done(ask(new Request.Delete(id)));

        for (Request each :
                List.of(
                        new Request.Show(id),
                        new Request.Delete(id),
                        new Request.Update(fields("id", id)))) {
            assertThat(refused(ask(each)).reason()).isEqualTo(Reason.MISSING);
        }
    }

    @Test
    void the_newest_comes_first_page_by_page() {
        done(make("token", key.text("token")));
        desk.pass(Duration.ofSeconds(1));
        done(make("token", key.text("token"), "jwt_claim_value", "c2"));

        Outcome.Page first = page(ask(new Request.Browse(1, 1)));

        assertThat(first.total()).isEqualTo(2);
        assertThat(first.items())
                .extracting(each -> each.text("jwt_claim_value"))
                .containsExactly("c2");
    }

    @Test
    void only_administrators_manage_them() {
        for (Request each :
                List.of(
                        new Request.Make(fields("token", key.text("token"))),
                        new Request.Update(fields("id", "x")),
                        new Request.Delete("x"),
                        new Request.Show("x"),
                        new Request.Browse(1, 10))) {
            assertThat(refused(desk.tokenKeys(user("ana"), each)).reason())
                    .isEqualTo(Reason.FORBIDDEN);
        }
    }
}
