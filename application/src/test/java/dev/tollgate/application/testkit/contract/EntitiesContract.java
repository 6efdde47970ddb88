package dev.tollgate.application.testkit.contract;

import static dev.tollgate.application.testkit.contract.EntitySamples.NOON;
import static dev.tollgate.application.testkit.contract.EntitySamples.aKey;
import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.all;
import static dev.tollgate.application.testkit.contract.EntitySamples.changed;
import static dev.tollgate.application.testkit.contract.EntitySamples.create;
import static dev.tollgate.application.testkit.contract.EntitySamples.delete;
import static dev.tollgate.application.testkit.contract.EntitySamples.deleted;
import static dev.tollgate.application.testkit.contract.EntitySamples.made;
import static dev.tollgate.application.testkit.contract.EntitySamples.replace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// What holds of every store of entities. Each test has an empty one.
public interface EntitiesContract {
    Entities entities();

    private Optional<Conflict.Reason> refused(Entities.Change... changes) {
        return entities().apply(Arrays.asList(changes)).map(Conflict::reason);
    }

    private void done(Entities.Change... changes) {
        assertThat(refused(changes)).isEmpty();
    }

    private List<Entity> kept(EntityKind kind) {
        return entities().list(all(kind)).entities();
    }

    @Test
    default void what_is_created_is_found_as_it_was() {
        Map<String, Object> values = new HashMap<>();
        values.put("max_budget", new BigDecimal("0.010"));
        values.put("nothing", null);
        values.put("models", Arrays.asList("gpt-4o", null, true, Map.of("ä \" \\ 🙂", List.of())));
        values.put("metadata", Map.of("small", new BigDecimal("1e-9"), "big", 1L << 60));
        Entity key =
                made(
                        EntityKind.KEY,
                        "hash",
                        new EntityIndex("alias", "label", "u", "t", "o", "b", "r"),
                        Fields.of(values),
                        NOON.plusMillis(7));

        done(create(key));

        assertThat(entities().find(EntityKind.KEY, List.of("hash"))).containsExactly(key);
    }

    @Test
    default void nobody_is_found_by_an_id_that_cannot_be_kept() {
        done(create(aTeam("t?")));

        assertThat(entities().find(EntityKind.TEAM, List.of("t\0", "t\ud83d"))).isEmpty();
        assertThat(entities().find(EntityKind.TEAM, List.of("t\0", "t?"))).hasSize(1);
    }

    @Test
    default void only_those_that_exist_are_found_in_the_order_of_their_ids() {
        done(create(aTeam("b")), create(aTeam("a")), create(aTeam("c")));

        assertThat(entities().find(EntityKind.TEAM, List.of("c", "nobody", "a", "c")))
                .extracting(Entity::id)
                .containsExactly("a", "c");
        assertThat(entities().find(EntityKind.KEY, List.of("a"))).isEmpty();
        assertThat(entities().find(EntityKind.TEAM, List.of())).isEmpty();
    }

    @Test
    default void many_are_found_at_once() {
        List<String> ids = IntStream.range(0, 700).mapToObj("team-%04d"::formatted).toList();
        done(ids.stream().map(id -> create(aTeam(id))).toArray(Entities.Change[]::new));

        assertThat(entities().find(EntityKind.TEAM, ids))
                .extracting(Entity::id)
                .containsExactlyElementsOf(ids);
    }

    @Test
    default void an_id_is_taken_within_its_kind_only() {
        done(create(aTeam("x")));

        assertThat(refused(create(aTeam("x")))).contains(Conflict.Reason.ID_TAKEN);
        done(create(aKey("x", "")));
    }

    @Test
    default void a_name_is_taken_within_its_kind_only() {
        done(create(aKey("1", "alias")));

        assertThat(refused(create(aKey("2", "alias")))).contains(Conflict.Reason.NAME_TAKEN);
        EntityIndex index = new EntityIndex("alias", "", "", "", "", "", "");
        done(create(made(EntityKind.TEAM, "2", index, Fields.NONE, NOON)));
    }

    @Test
    default void any_number_may_be_without_a_name() {
        done(create(aKey("1", "")), create(aKey("2", "")));

        assertThat(kept(EntityKind.KEY)).hasSize(2);
    }

    @Test
    default void the_conflict_names_what_was_not_possible() {
        done(create(aTeam("x")));

        assertThat(entities().apply(List.of(create(aTeam("y")), create(aTeam("x")))))
                .contains(new Conflict(Conflict.Reason.ID_TAKEN, EntityKind.TEAM, "x"));
    }

    @Test
    default void a_replacement_takes_the_place_of_the_version_before_it() {
        Entity first = aKey("1", "alias");
        done(create(first));
        Entity second = changed(first, "second");

        done(replace(second));

        assertThat(kept(EntityKind.KEY)).containsExactly(second);
    }

    @Test
    default void who_saw_an_older_version_replaces_nothing() {
        Entity first = aTeam("x");
        done(create(first));
        done(replace(changed(first, "mine")));

        assertThat(refused(replace(changed(first, "yours")))).contains(Conflict.Reason.VERSION);
        assertThat(kept(EntityKind.TEAM)).containsExactly(changed(first, "mine"));
    }

    @Test
    default void what_is_missing_is_neither_replaced_nor_deleted() {
        assertThat(refused(replace(changed(aTeam("x"), "it")))).contains(Conflict.Reason.MISSING);
        assertThat(refused(delete(aTeam("x")))).contains(Conflict.Reason.MISSING);
    }

    @Test
    default void a_name_of_another_is_not_taken_over() {
        Entity second = aKey("2", "b");
        done(create(aKey("1", "a")), create(second));

        Entity renamed =
                second.changed(
                        second.fields(),
                        new EntityIndex("a", "", "", "", "", "", ""),
                        NOON,
                        "root");

        assertThat(refused(replace(renamed))).contains(Conflict.Reason.NAME_TAKEN);
        assertThat(kept(EntityKind.KEY)).contains(second);
    }

    @Test
    default void a_name_that_was_given_up_is_free() {
        Entity first = aKey("1", "a");
        done(create(first));
        Entity nameless = first.changed(first.fields(), EntityIndex.NONE, NOON, "root");

        done(replace(nameless), create(aKey("2", "a")));
        done(delete(aKey("2", "a")), create(aKey("3", "a")));

        assertThat(kept(EntityKind.KEY)).extracting(Entity::id).containsExactly("1", "3");
    }

    @Test
    default void where_one_change_is_not_possible_none_is_made() {
        Entity kept = aKey("kept", "alias");
        Entity doomed = aKey("doomed", "other");
        done(create(kept), create(doomed));
        long before = entities().since(0).revision();

        assertThat(
                        refused(
                                create(aKey("new", "fresh")),
                                replace(changed(kept, "changed")),
                                delete(doomed),
                                create(aKey("kept", "third"))))
                .contains(Conflict.Reason.ID_TAKEN);

        assertThat(kept(EntityKind.KEY)).containsExactly(doomed, kept);
        assertThat(entities().list(deleted(EntityKind.KEY)).entities()).isEmpty();
        assertThat(entities().since(0).revision()).isEqualTo(before);
        done(create(aKey("new", "fresh")));
    }

    @Test
    default void a_copy_of_what_is_deleted_is_kept() {
        Entity team = aTeam("x");
        done(create(team));

        done(delete(team));
        done(create(team));
        done(delete(team));

        assertThat(kept(EntityKind.TEAM)).isEmpty();
        assertThat(entities().find(EntityKind.TEAM, List.of("x"))).isEmpty();
        Entity copy = team.deleted(NOON.plusSeconds(90), "bob");
        assertThat(copy.fields().text("deleted_by")).isEqualTo("bob");
        assertThat(entities().list(deleted(EntityKind.TEAM)).entities())
                .containsExactly(copy, copy);
        assertThat(entities().list(deleted(EntityKind.TEAM)).total()).isEqualTo(2);
    }

    @Test
    default void nothing_is_kept_of_deleted_secrets() {
        Entity credential = made(EntityKind.CREDENTIAL, "x", EntityIndex.NONE, Fields.NONE, NOON);
        done(create(credential));

        done(delete(credential));

        assertThat(entities().list(deleted(EntityKind.CREDENTIAL)).entities()).isEmpty();
    }

    @Test
    default void news_tell_what_was_changed_since_a_revision() {
        Entity first = aTeam("a");
        done(create(first));
        long seen = entities().since(0).revision();
        done(replace(changed(first, "it")), create(aKey("k", "")));
        done(replace(changed(changed(first, "it"), "again")));

        Entities.News news = entities().since(seen);

        assertThat(news.everything()).isFalse();
        assertThat(news.revision()).isGreaterThan(seen);
        assertThat(news.changed())
                .containsExactlyInAnyOrder(
                        new Reference(EntityKind.TEAM, "a"), new Reference(EntityKind.KEY, "k"));
        assertThat(entities().since(news.revision()))
                .isEqualTo(new Entities.News(news.revision(), false, List.of()));
    }

    @Test
    default void news_tell_of_what_was_deleted() {
        done(create(aTeam("a")));
        long seen = entities().since(0).revision();

        done(delete(aTeam("a")));

        assertThat(entities().since(seen).changed())
                .containsExactly(new Reference(EntityKind.TEAM, "a"));
    }

    @Test
    default void an_apply_of_nothing_is_no_news() {
        long seen = entities().since(0).revision();

        done();

        assertThat(entities().since(seen).revision()).isEqualTo(seen);
    }

    @Test
    default void where_there_is_too_much_to_tell_everything_is_to_be_forgotten() {
        done(create(aTeam("first")));
        long seen = entities().since(0).revision();
        for (int part = 0; part < 3; part++) {
            int from = part * 400;
            done(
                    IntStream.range(from, from + 400)
                            .mapToObj(i -> create(aTeam("team-" + i)))
                            .toArray(Entities.Change[]::new));
        }

        Entities.News news = entities().since(seen);

        assertThat(news.everything()).isTrue();
        assertThat(news.changed()).isEmpty();
        done(create(aTeam("last")));
        assertThat(entities().since(news.revision()).changed())
                .containsExactly(new Reference(EntityKind.TEAM, "last"));
    }

    @Test
    default void a_revision_of_another_store_forgets_everything() {
        done(create(aTeam("a")));

        assertThat(entities().since(entities().since(0).revision() + 5).everything()).isTrue();
        assertThat(entities().since(-1).everything()).isTrue();
    }

    @Test
    default void of_all_who_replace_one_version_at_once_exactly_one_wins() throws Exception {
        Entity first = aTeam("x");
        done(create(first));
        int many = 12;
        CyclicBarrier together = new CyclicBarrier(many);
        List<Callable<Optional<Conflict>>> tries = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Entity mine = changed(first, "writer " + i);
            tries.add(
                    () -> {
                        together.await();
                        return entities().apply(List.of(replace(mine)));
                    });
        }

        List<Optional<Conflict>> ends = together(tries);

        assertThat(ends.stream().filter(Optional::isEmpty)).hasSize(1);
        assertThat(ends.stream().flatMap(Optional::stream).map(Conflict::reason))
                .containsOnly(Conflict.Reason.VERSION);
        assertThat(kept(EntityKind.TEAM)).extracting(Entity::version).containsExactly(2L);
    }

    @Test
    default void of_all_who_take_one_name_at_once_exactly_one_gets_it() throws Exception {
        int many = 12;
        CyclicBarrier together = new CyclicBarrier(many);
        List<Callable<Optional<Conflict>>> tries = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Entity mine = aKey("key-" + i, "alias");
            tries.add(
                    () -> {
                        together.await();
                        return entities().apply(List.of(create(mine)));
                    });
        }

        List<Optional<Conflict>> ends = together(tries);

        assertThat(ends.stream().filter(Optional::isEmpty)).hasSize(1);
        assertThat(ends.stream().flatMap(Optional::stream).map(Conflict::reason))
                .containsOnly(Conflict.Reason.NAME_TAKEN);
        assertThat(kept(EntityKind.KEY)).hasSize(1);
    }

    private static <T> List<T> together(List<Callable<T>> tries) throws Exception {
        List<T> ends = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> end : threads.invokeAll(tries)) {
                ends.add(end.get());
            }
        }
        return ends;
    }
}
