package dev.tollgate.application.takeover;

import static dev.tollgate.application.takeover.Move.HASH;
import static dev.tollgate.application.takeover.Move.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.application.port.in.TakeOver.Tally;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.ForeignRecords.Kind;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.TokenRules.KeyClaim;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class TakeOverTest {
    private final Move move = new Move();

    private static Fields aKey(@Nullable Object... more) {
        return row("token", HASH, "key_name", "sk-...abab").merged(row(more));
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }

    private void keySpent(String running, String ever) {
        assertThat(move.spent(EntityKind.KEY, HASH, "30d")).hasToString(running);
        assertThat(move.spent(EntityKind.KEY, HASH, "")).hasToString(ever);
    }

    @Test
    void a_run_that_ended_before_its_spend_was_added_is_made_good_by_the_next_one() {
        move.there(Kind.KEYS, aKey("budget_duration", "30d", "spend", usd("2")));
        move.ledgerIsAway(true);
        assertThatThrownBy(move::takeOver).isInstanceOf(StorageUnavailable.class);
        keySpent("0", "0");

        move.ledgerIsAway(false);
        Tally tally = move.takeOver("keys");

        assertThat(tally.same()).isEqualTo(1);
        keySpent("2", "2");
    }

    @Test
    void spend_that_grew_there_after_a_run_ended_too_early_counts_once_and_whole() {
        move.there(Kind.KEYS, aKey("budget_duration", "30d", "spend", usd("2")));
        move.ledgerIsAway(true);
        assertThatThrownBy(move::takeOver).isInstanceOf(StorageUnavailable.class);
        move.ledgerIsAway(false);
        move.there(Kind.KEYS, aKey("budget_duration", "30d", "spend", usd("2.5")));

        move.takeOver();
        move.takeOver();

        keySpent("2.5", "2.5");
    }

    @Test
    void spend_that_was_reset_there_is_reset_here_and_all_that_was_ever_spent_stays() {
        move.there(Kind.KEYS, aKey("budget_duration", "30d", "spend", usd("2")));
        move.takeOver();
        move.there(Kind.KEYS, aKey("budget_duration", "30d", "spend", usd("0.5")));

        move.takeOver();

        keySpent("0.5", "2");
    }

    @Test
    void a_new_period_is_opened_with_what_was_spent_in_it() {
        Fields key = aKey("budget_duration", "30d", ForeignRecords.EVER, usd("7"));
        move.there(Kind.KEYS, key.with("spend", usd("2")));
        move.takeOver();
        move.pass(Duration.ofDays(20));
        move.there(Kind.KEYS, key.with("spend", usd("1")));

        move.takeOver();

        keySpent("1", "7");
    }

    @Test
    void the_spend_of_a_period_that_is_over_there_is_no_part_of_the_present_one() {
        move.there(
                Kind.KEYS,
                aKey(
                        "budget_duration",
                        "30d",
                        "budget_reset_at",
                        "2026-11-23T07:59:59.999",
                        "spend",
                        usd("2")));

        move.takeOver();

        keySpent("0", "2");
    }

    @Test
    void limits_of_a_budget_that_several_share_say_the_period_of_those_without_their_own() {
        move.there(
                Kind.KEYS,
                aKey(
                        "budget_id",
                        "b",
                        "spend",
                        usd("2"),
                        ForeignRecords.BUDGET,
                        row("budget_id", "b", "budget_duration", "30d")));

        move.takeOver();

        keySpent("2", "2");
    }

    @Test
    void somebody_who_is_here_already_stays_as_they_are_and_has_what_they_spent_there() {
        move.apply(
                new Change.Create(
                        new Entity(
                                EntityKind.USER,
                                "ana",
                                1,
                                EntityIndex.NONE,
                                row("user_id", "ana", "max_budget", 3),
                                move.now(),
                                "",
                                move.now(),
                                "operator")));
        move.there(Kind.USERS, row("user_id", "ana", "max_budget", 50, "spend", usd("1.5")));

        Tally tally = move.takeOver("users");

        assertThat(tally.left()).isEqualTo(1);
        assertThat(move.one(EntityKind.USER, "ana").fields().number("max_budget"))
                .contains(usd("3"));
        assertThat(move.one(EntityKind.USER, "ana").updatedBy()).isEqualTo("operator");
        assertThat(move.spent(EntityKind.USER, "ana", "")).hasToString("1.5");
    }

    @Test
    void a_key_that_was_renewed_here_does_not_come_back() {
        move.there(Kind.KEYS, aKey());
        move.takeOver();
        move.apply(new Change.Delete(EntityKind.KEY, HASH, move.now(), "operator"));

        Tally tally = move.takeOver("keys");

        assertThat(tally.left()).isEqualTo(1);
        assertThat(tally.remarks()).containsExactly("1 left: deleted here since they were taken");
        assertThat(move.find(EntityKind.KEY, HASH)).isEmpty();
    }

    @Test
    void a_name_that_is_anothers_is_left_out_and_the_rest_is_taken_also_again() {
        move.there(
                Kind.USERS,
                row("user_id", "ana", "user_email", "a@example.org"),
                row("user_id", "bea", "user_email", "A@example.org"),
                row("user_id", "cem", "user_email", "c@example.org"));

        Tally first = move.takeOver("users");
        Tally second = move.takeOver("users");

        assertThat(first.taken()).isEqualTo(3);
        assertThat(first.remarks())
                .containsExactly("bea: taken without the name a@example.org, which is another's");
        assertThat(second.same()).isEqualTo(3);
        assertThat(move.one(EntityKind.USER, "bea").fields().has("user_email")).isFalse();
    }

    @Test
    void what_could_not_be_kept_is_refused_by_name_and_never_shows_a_key() {
        move.there(
                Kind.KEYS,
                row("token", "sk-kept-as-it-is", "key_name", "sk-...t-is"),
                aKey("expires", "some day", "key_alias", "ci"));
        move.there(Kind.TEAMS, row("team_id", "a/b"));
        move.there(Kind.PROJECTS, row("project_id", "p1"));

        Map<String, Tally> tallies = move.takeOver().tallies();

        assertThat(tallies.values().stream().flatMap(tally -> tally.remarks().stream()))
                .containsExactly(
                        "a/b was not taken: its id has a slash, which would make members' ids"
                                + " ambiguous",
                        "key sk-...t-is was not taken: it is not kept as the SHA-256 of a key:"
                                + " issue a new one",
                        "key ci was not taken: when it expires cannot be read",
                        "p1 was not taken: there are no projects here: its keys keep their own"
                                + " limits and those of their team");
    }

    private static Fields aModel(String id, String model) {
        return row(
                "model_id",
                id,
                "model_name",
                "fast",
                "litellm_params",
                row("model", model, "api_key", "sk-provider", "api_base", null),
                "model_info",
                row("id", id, "db_model", true));
    }

    @Test
    void a_deployment_is_kept_with_its_secrets_closed_and_counts_as_the_same_the_next_time() {
        move.there(Kind.MODELS, aModel("m1", "openai/gpt-4o"));

        assertThat(move.takeOver("models").taken()).isEqualTo(1);

        Fields kept = move.one(EntityKind.MODEL, "m1").fields();
        assertThat(kept.text("model_name")).isEqualTo("fast");
        assertThat(kept.within("litellm_params").text("model")).isEqualTo("openai/gpt-4o");
        assertThat(kept.within("litellm_params").names()).containsExactly("model", "api_key");
        assertThat(kept.within("litellm_params").text("api_key")).isEmpty();
        assertThat(move.takeOver("models").same()).isEqualTo(1);
        assertThat(move.one(EntityKind.MODEL, "m1").fields()).isEqualTo(kept);
        move.there(Kind.MODELS, aModel("m1", "openai/gpt-5"));
        assertThat(move.takeOver("models").updated()).isEqualTo(1);
    }

    @Test
    void a_credential_comes_before_the_deployments_that_name_it_with_its_values_closed() {
        move.there(
                Kind.CREDENTIALS,
                row(
                        "credential_name",
                        "azure",
                        "credential_values",
                        row("api_key", "sk-provider")));

        assertThat(move.takeOver("credentials").taken()).isEqualTo(1);

        Fields kept = move.one(EntityKind.CREDENTIAL, "azure").fields();
        assertThat(kept.within("credential_values").text("api_key")).isEmpty();
        assertThat(move.takeOver("credentials").same()).isEqualTo(1);
        assertThat(List.copyOf(move.takeOver().tallies().keySet()))
                .containsSubsequence("credentials", "models");
    }

    @Test
    void a_deployment_that_could_not_serve_or_is_in_the_file_is_refused() {
        move.there(
                Kind.MODELS,
                aModel("m1", "odd/one"),
                aModel("in-file", "openai/gpt-4o"),
                aModel("m2", "openai/gpt-4o").with("blocked", true));

        assertThat(move.takeOver("models").remarks())
                .containsExactly(
                        "m1 was not taken: There is no provider odd.",
                        "in-file was not taken: it is in the configuration as well (line 3)",
                        "1 left: blocked there");
        assertThat(move.find(EntityKind.MODEL, "m2")).isEmpty();
    }

    @Test
    void an_access_group_is_kept_under_its_id_with_the_models_that_it_opens() {
        move.there(
                Kind.ACCESS_GROUPS,
                aGroup("g1", "chat", "access_model_names", List.of("gpt", "claude")),
                aGroup("g2", "older", "access_model_ids", List.of("m1")));

        assertThat(move.takeOver("access groups").taken()).isEqualTo(2);
        assertThat(move.takeOver("access groups").same()).isEqualTo(2);

        Entity group = move.one(EntityKind.ACCESS_GROUP, "g1");
        assertThat(group.index().name()).isEqualTo("chat");
        assertThat(group.fields().text("access_group")).isEqualTo("chat");
        assertThat(group.fields().texts("model_names")).containsExactly("gpt", "claude");
        assertThat(group.fields().texts("assigned_team_ids")).containsExactly("red");
        assertThat(move.one(EntityKind.ACCESS_GROUP, "g2").fields().texts("model_ids"))
                .containsExactly("m1");
    }

    @Test
    void a_group_that_is_called_like_something_else_would_open_that_and_is_refused() {
        move.there(Kind.MODELS, aModel("m1", "openai/gpt-4o"));
        String model = aModel("m1", "openai/gpt-4o").text("model_name");
        move.there(
                Kind.ACCESS_GROUPS,
                aGroup("g1", model),
                aGroup("g2", "in-file"),
                aGroup("g3", "gpt-*"),
                aGroup("g4", ""),
                aGroup("g5", "fine"));

        Tally tally = move.takeOver("access groups");

        assertThat(tally.taken()).isEqualTo(1);
        assertThat(tally.refused()).isEqualTo(4);
        assertThat(move.find(EntityKind.ACCESS_GROUP, "g5")).isPresent();
    }

    @Test
    void a_key_goes_on_to_stand_for_the_tokens_that_it_stands_for_there() {
        move.there(Kind.KEYS, aKey());
        move.there(
                Kind.JWT_KEY_MAPPINGS,
                aMapping("j1", "builder"),
                aMapping("j2", "tester").with("jwt_issuer", "https://idp").with("is_active", false),
                aMapping("j3", "gone").with("token", "cd".repeat(32)),
                aMapping("j4", ""));

        Tally tally = move.takeOver("jwt key mappings");

        assertThat(tally.taken()).isEqualTo(2);
        assertThat(tally.refused()).isEqualTo(2);
        assertThat(move.takeOver("jwt key mappings").same()).isEqualTo(2);
        Entity mapping = move.one(EntityKind.TOKEN_KEY, "j1");
        assertThat(mapping.index().name()).isEqualTo(KeyClaim.indexed("", "client_id", "builder"));
        assertThat(mapping.index().label()).isEqualTo(HASH);
        assertThat(mapping.fields().yes("is_active")).isTrue();
        Entity other = move.one(EntityKind.TOKEN_KEY, "j2");
        assertThat(other.index().name())
                .isEqualTo(KeyClaim.indexed("https://idp", "client_id", "tester"));
        assertThat(other.fields().yes("is_active")).isFalse();
    }

    private static Fields aGroup(String id, String name, @Nullable Object... more) {
        return row(
                        "access_group_id",
                        id,
                        "access_group_name",
                        name,
                        "assigned_team_ids",
                        List.of("red"))
                .merged(row(more));
    }

    private static Fields aMapping(String id, String value) {
        return row(
                "id",
                id,
                "jwt_issuer",
                "",
                "jwt_claim_name",
                "client_id",
                "jwt_claim_value",
                value,
                "token",
                HASH,
                "is_active",
                true);
    }

    @Test
    void a_row_that_cannot_be_read_is_refused_and_the_others_are_taken() {
        move.there(Kind.TAGS, row(ForeignRecords.UNREADABLE, "odd"), row("tag_name", "red"));
        move.there(
                Kind.SPEND_LOGS,
                row(ForeignRecords.UNREADABLE, "odd"),
                row("request_id", "r1", "startTime", "yesterday"),
                row("request_id", "r2", "startTime", "2026-11-22T08:00:00"));

        Map<String, Tally> tallies = move.takeOver().tallies();

        List<String> kinds = List.of("tags", "spend logs");
        for (String kind : kinds) {
            assertThat(tallies.get(kind)).extracting(Tally::taken).isEqualTo(1L);
        }
        assertThat(tallies.get("spend logs")).extracting(Tally::refused).isEqualTo(2L);
    }
}
