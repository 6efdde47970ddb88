package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntitySamples.NOON;
import static dev.tollgate.application.testkit.contract.EntitySamples.aKey;
import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.made;
import static dev.tollgate.application.testkit.contract.EntitySamples.page;
import static dev.tollgate.application.testkit.contract.EntitySamples.sorted;
import static dev.tollgate.application.testkit.contract.EntitySamples.where;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Owner;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What holds of lists of every store of entities. Each test has an empty one.
public interface EntityListsContract {
    Entities entities();

    /// Has this subject spend so much.
    void spends(Subject subject, Usd amount);

    private void kept(Entity... some) {
        assertThat(entities().apply(Arrays.stream(some).map(EntitySamples::create).toList()))
                .isEmpty();
    }

    private List<String> ids(EntityQuery query) {
        return entities().list(query).entities().stream().map(Entity::id).toList();
    }

    private static EntityIndex named(String name) {
        return new EntityIndex(name, "", "", "", "", "", "");
    }

    private static Entity user(String id, EntityIndex index, Instant at) {
        return made(EntityKind.USER, id, index, Fields.NONE, at);
    }

    private static Entity budgeted(String id, String amount) {
        Fields fields = Fields.of(Map.of("max_budget", new BigDecimal(amount)));
        return made(EntityKind.TEAM, id, EntityIndex.NONE, fields, NOON);
    }

    @Test
    default void a_page_is_a_part_of_all_and_says_how_many_there_are() {
        kept(aTeam("a"), aTeam("b"), aTeam("c"), aTeam("d"), aTeam("e"), aKey("k", ""));

        EntityPage second = entities().list(page(EntityKind.TEAM, 2, 2));

        assertThat(second.entities()).extracting(Entity::id).containsExactly("c", "d");
        assertThat(second.total()).isEqualTo(5);
        assertThat(entities().list(page(EntityKind.TEAM, 5, 2)))
                .isEqualTo(new EntityPage(List.of(), 5));
    }

    @Test
    default void lists_are_sorted_by_each_text_both_ways() {
        kept(
                user("1", new EntityIndex("c@x", "bb", "", "", "", "", "internal_user"), NOON),
                user("2", new EntityIndex("a@x", "cc", "", "", "", "", "proxy_admin"), NOON),
                user("3", new EntityIndex("b@x", "aa", "", "", "", "", "customer"), NOON));

        assertThat(ids(sorted(EntityKind.USER, Sort.ID, true))).containsExactly("3", "2", "1");
        assertThat(ids(sorted(EntityKind.USER, Sort.NAME, false))).containsExactly("2", "3", "1");
        assertThat(ids(sorted(EntityKind.USER, Sort.NAME, true))).containsExactly("1", "3", "2");
        assertThat(ids(sorted(EntityKind.USER, Sort.LABEL, false))).containsExactly("3", "1", "2");
        assertThat(ids(sorted(EntityKind.USER, Sort.LABEL, true))).containsExactly("2", "1", "3");
        assertThat(ids(sorted(EntityKind.USER, Sort.ROLE, false))).containsExactly("3", "1", "2");
    }

    @Test
    default void those_without_a_name_may_be_left_out_of_pages_and_of_their_number() {
        kept(
                user("1", EntityIndex.NONE, NOON),
                user("2", named("b@x"), NOON),
                user("3", EntityIndex.NONE, NOON),
                user("4", named("a@x"), NOON));

        EntityQuery first =
                new EntityQuery(
                        EntityKind.USER,
                        EntityIndex.NONE,
                        EntityIndex.NONE,
                        "",
                        true,
                        false,
                        Sort.NAME,
                        false,
                        0,
                        1);
        assertThat(ids(first)).containsExactly("4");
        assertThat(entities().list(first).total()).isEqualTo(2);
    }

    @Test
    default void texts_are_sorted_by_their_characters_not_by_a_language() {
        kept(
                user("1", named("b"), NOON),
                user("2", named("Z"), NOON),
                user("3", named("a-b"), NOON),
                user("4", named("aa"), NOON));

        assertThat(ids(sorted(EntityKind.USER, Sort.NAME, false)))
                .containsExactly("2", "3", "4", "1");
    }

    @Test
    default void lists_are_sorted_by_time_both_ways_and_the_id_decides_among_equals() {
        Entity old = user("c", EntityIndex.NONE, NOON.minusSeconds(5));
        kept(user("b", EntityIndex.NONE, NOON), user("a", EntityIndex.NONE, NOON), old);

        assertThat(ids(sorted(EntityKind.USER, Sort.CREATED_AT, false)))
                .containsExactly("c", "a", "b");
        assertThat(ids(sorted(EntityKind.USER, Sort.CREATED_AT, true)))
                .containsExactly("a", "b", "c");
        assertThat(entities().apply(List.of(EntitySamples.replace(EntitySamples.changed(old, "")))))
                .isEmpty();
        assertThat(ids(sorted(EntityKind.USER, Sort.UPDATED_AT, false)))
                .containsExactly("a", "b", "c");
    }

    @Test
    default void those_without_a_budget_are_last_both_ways() {
        kept(aTeam("none"), budgeted("ten", "10.00"), budgeted("nine", "9.5"));

        assertThat(ids(sorted(EntityKind.TEAM, Sort.MAX_BUDGET, false)))
                .containsExactly("nine", "ten", "none");
        assertThat(ids(sorted(EntityKind.TEAM, Sort.MAX_BUDGET, true)))
                .containsExactly("ten", "nine", "none");
    }

    @Test
    default void a_budget_may_be_beyond_all_that_money_can_be() {
        kept(budgeted("much", "1e30"), budgeted("little", "0.000000000001"));

        assertThat(ids(sorted(EntityKind.TEAM, Sort.MAX_BUDGET, true)))
                .containsExactly("much", "little");
    }

    @Test
    default void lists_are_sorted_by_what_was_spent() {
        kept(aKey("1", ""), aKey("2", ""), aKey("3", ""), aTeam("id-of-1"));
        spends(Subject.of(Scope.KEY, "id-of-1"), new Usd(5));
        spends(Subject.of(Scope.KEY, "id-of-3"), new Usd(7));
        spends(Subject.of(Scope.KEY, "id-of-3").onModel("gpt"), new Usd(1));
        spends(Subject.of(Scope.TEAM, "id-of-2"), new Usd(9));

        assertThat(ids(sorted(EntityKind.KEY, Sort.SPEND, true))).containsExactly("3", "1", "2");
        assertThat(ids(sorted(EntityKind.KEY, Sort.SPEND, false))).containsExactly("2", "1", "3");
    }

    @Test
    default void a_kind_that_spends_nothing_may_be_sorted_by_spend() {
        kept(
                made(EntityKind.BUDGET, "b", EntityIndex.NONE, Fields.NONE, NOON),
                made(EntityKind.BUDGET, "a", EntityIndex.NONE, Fields.NONE, NOON));

        assertThat(ids(sorted(EntityKind.BUDGET, Sort.SPEND, true))).containsExactly("a", "b");
    }

    @Test
    default void every_part_that_is_asked_for_must_be_equal() {
        kept(
                user("1", new EntityIndex("n", "l", "u", "t", "o", "b", "r"), NOON),
                user("2", new EntityIndex("m", "l", "u", "t", "o", "c", "r"), NOON),
                user("3", new EntityIndex("p", "l", "v", "t", "o", "b", "r"), NOON));

        assertThat(ids(equal(new EntityIndex("", "l", "", "t", "o", "", "r"))))
                .containsExactly("1", "2", "3");
        assertThat(ids(equal(new EntityIndex("", "", "u", "", "", "b", "")))).containsExactly("1");
        assertThat(ids(equal(named("m")))).containsExactly("2");
        assertThat(ids(equal(named("M")))).isEmpty();
        assertThat(entities().list(equal(new EntityIndex("", "", "u", "", "", "", ""))).total())
                .isEqualTo(2);
    }

    @Test
    default void what_looks_like_a_statement_is_a_text() {
        String odd = "x'; drop table entity; -- \" or 1=1 /* %_! ? ${t} :a";
        kept(user("1", named("m"), NOON), user(odd, named(odd), NOON));

        assertThat(entities().find(EntityKind.USER, List.of(odd))).hasSize(1);
        assertThat(entities().find(EntityKind.USER, List.of("' or '1'='1"))).isEmpty();
        assertThat(ids(equal(named(odd)))).containsExactly(odd);
        assertThat(ids(containing(named("%_!")))).containsExactly(odd);
        assertThat(ids(containing(named("%")))).containsExactly(odd);
        assertThat(ids(equal(named("' or '1'='1")))).isEmpty();
        assertThat(entities().belonging(EntityKind.USER, Owner.TEAM, List.of("' or '1'='1"), 5))
                .isEmpty();
    }

    @Test
    default void a_list_may_be_of_what_somebody_created() {
        Entity theirs = user("1", EntityIndex.NONE, NOON);
        kept(theirs, user("2", EntityIndex.NONE, NOON));
        kept(
                new Entity(
                        EntityKind.USER,
                        "3",
                        1,
                        EntityIndex.NONE,
                        Fields.NONE,
                        NOON,
                        "ann",
                        NOON,
                        "root"));

        assertThat(ids(createdBy("root"))).containsExactly("1", "2");
        assertThat(ids(createdBy("ann"))).containsExactly("3");
        assertThat(ids(createdBy("' or 1=1 --"))).isEmpty();
        assertThat(entities().list(createdBy("root")).total()).isEqualTo(2);
    }

    private static EntityQuery createdBy(String author) {
        return new EntityQuery(
                EntityKind.USER,
                EntityIndex.NONE,
                EntityIndex.NONE,
                author,
                false,
                false,
                Sort.ID,
                false,
                0,
                100);
    }

    private static EntityQuery equal(EntityIndex index) {
        return where(EntityKind.USER, index, EntityIndex.NONE);
    }

    private static EntityQuery containing(EntityIndex index) {
        return where(EntityKind.USER, EntityIndex.NONE, index);
    }

    @Test
    default void a_part_may_be_asked_for_ignoring_case() {
        kept(
                user("1", new EntityIndex("Zoë.ÄRGER@example.com", "", "", "t1", "", "", ""), NOON),
                user("2", new EntityIndex("bob@EXAMPLE.com", "", "", "t2", "", "", ""), NOON));

        assertThat(ids(containing(named("example")))).containsExactly("1", "2");
        assertThat(ids(containing(named("ärger")))).containsExactly("1");
        assertThat(ids(containing(named("BOB@")))).containsExactly("2");
        assertThat(ids(containing(new EntityIndex("COM", "", "", "T2", "", "", ""))))
                .containsExactly("2");
    }

    @Test
    default void what_is_asked_for_is_no_pattern() {
        kept(
                user("1", named("50% off"), NOON),
                user("2", named("50 off"), NOON),
                user("3", named("a_b"), NOON),
                user("4", named("axb"), NOON),
                user("5", named("back\\slash"), NOON));

        assertThat(ids(containing(named("0%")))).containsExactly("1");
        assertThat(ids(containing(named("a_b")))).containsExactly("3");
        assertThat(ids(containing(named("k\\s")))).containsExactly("5");
        assertThat(ids(containing(named("'; drop table entity; --")))).isEmpty();
    }

    @Test
    default void what_belongs_to_several_owners_is_told_in_one_look() {
        EntityIndex annes = new EntityIndex("", "", "anne", "red", "", "", "");
        EntityIndex bobs = new EntityIndex("", "", "bob", "red", "", "", "");
        EntityIndex nobodys = new EntityIndex("", "", "", "", "", "", "");
        Entity annesFirst = made(EntityKind.KEY, "1", annes, Fields.NONE, NOON);
        Entity bobsOne = made(EntityKind.KEY, "2", bobs, Fields.NONE, NOON);
        kept(
                made(EntityKind.KEY, "3", annes, Fields.NONE, NOON),
                annesFirst,
                bobsOne,
                made(EntityKind.KEY, "4", nobodys, Fields.NONE, NOON),
                made(EntityKind.TEAM_MEMBER, "red/anne", annes, Fields.NONE, NOON));

        Map<String, EntityPage> byUser =
                entities().belonging(EntityKind.KEY, Owner.USER, List.of("anne", "bob", "eve"), 1);
        assertThat(byUser)
                .containsOnly(
                        Map.entry("anne", new EntityPage(List.of(annesFirst), 2)),
                        Map.entry("bob", new EntityPage(List.of(bobsOne), 1)));

        assertThat(entities().belonging(EntityKind.KEY, Owner.TEAM, List.of("red"), 0))
                .containsOnly(Map.entry("red", new EntityPage(List.of(), 3)));
        assertThat(entities().belonging(EntityKind.KEY, Owner.TEAM, List.of(), 10)).isEmpty();
    }
}
