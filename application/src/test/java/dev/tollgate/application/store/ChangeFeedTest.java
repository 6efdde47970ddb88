package dev.tollgate.application.store;

import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.port.in.CheckStorage.Answer;
import dev.tollgate.application.port.in.CheckStorage.Connection;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ChangeFeedTest {
    private final Entities kept = new InMemoryEntities(_ -> Map.of());
    private final List<News> told = new ArrayList<>();
    private boolean away;
    private long now;
    private final ChangeFeed feed = new ChangeFeed(new Leaving(), true, () -> now);

    /// A store that goes away and comes back.
    private final class Leaving implements Entities {
        @Override
        public List<Entity> find(EntityKind kind, Collection<String> ids) {
            return kept.find(kind, ids);
        }

        @Override
        public EntityPage list(EntityQuery query) {
            return kept.list(query);
        }

        @Override
        public Map<String, EntityPage> belonging(
                EntityKind kind, Owner owner, Collection<String> owners, int each) {
            return kept.belonging(kind, owner, owners, each);
        }

        @Override
        public Optional<Conflict> apply(List<Change> changes) {
            return kept.apply(changes);
        }

        @Override
        public News since(long revision) {
            if (away) {
                throw new StorageUnavailable("away", new IllegalStateException());
            }
            return kept.since(revision);
        }
    }

    private void made(String team) {
        assertThat(kept.apply(List.of(create(aTeam(team))))).isEmpty();
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    @Test
    void the_first_look_says_that_everything_changed() {
        made("a");
        feed.listen(told::add);

        assertThat(feed.look()).isTrue();

        assertThat(told).singleElement().matches(News::everything);
    }

    @Test
    void each_change_is_told_once() {
        assertThat(feed.look()).isTrue();
        feed.listen(told::add);
        made("a");

        feed.look();
        feed.look();

        assertThat(told)
                .singleElement()
                .extracting(News::changed)
                .isEqualTo(List.of(new Reference(EntityKind.TEAM, "a")));
    }

    @Test
    void what_changed_while_the_store_was_away_is_told_when_it_is_back() {
        feed.look();
        feed.listen(told::add);
        away = true;
        made("a");
        assertThat(feed.look()).isFalse();
        assertThat(told).isEmpty();

        away = false;
        feed.look();

        assertThat(told.getFirst().changed()).containsExactly(new Reference(EntityKind.TEAM, "a"));
    }

    @Test
    void a_listener_that_fails_keeps_nothing_from_the_others() {
        feed.listen(
                _ -> {
                    throw new IllegalStateException("a bug");
                });
        feed.listen(told::add);

        feed.look();

        assertThat(told).hasSize(1);
    }

    @Test
    void a_second_without_an_answer_is_being_cut_off() {
        assertThat(feed.cutOff()).isTrue();
        feed.look();
        passes(ChangeFeed.CUT_OFF);
        assertThat(feed.cutOff()).isFalse();

        away = true;
        feed.look();
        passes(Duration.ofNanos(1));

        assertThat(feed.cutOff()).isTrue();
        assertThat(feed.silence()).isEqualTo(ChangeFeed.CUT_OFF.plusNanos(1));
        away = false;
        feed.look();
        assertThat(feed.cutOff()).isFalse();
    }

    @Test
    void where_nobody_else_changes_anything_a_late_look_misses_nothing() {
        ChangeFeed alone = new ChangeFeed(new Leaving(), false, () -> now);
        assertThat(alone.cutOff()).isTrue();
        alone.look();
        passes(Duration.ofMinutes(1));
        assertThat(alone.cutOff()).isFalse();

        away = true;
        alone.look();

        assertThat(alone.cutOff()).isTrue();
    }

    @Test
    void who_changes_something_has_heard_of_it_when_the_change_is_made() {
        feed.look();
        feed.listen(told::add);

        assertThat(new FollowedEntities(kept, feed).apply(List.of(create(aTeam("a"))))).isEmpty();

        assertThat(told.getFirst().changed()).containsExactly(new Reference(EntityKind.TEAM, "a"));
    }

    private Answer answer(boolean readyWithout) {
        StoreTrust trust = new StoreTrust(feed::silence, () -> Duration.ofMinutes(15));
        return new CheckStorageByFeed(feed, trust, () -> readyWithout).check();
    }

    @Test
    void a_gateway_that_never_saw_its_database_is_not_ready_whatever_is_set() {
        assertThat(answer(true)).isEqualTo(new Answer(Connection.DISCONNECTED, false));
    }

    @Test
    void a_gateway_that_lost_its_database_is_ready_while_it_serves_the_keys_it_knows() {
        feed.look();
        assertThat(answer(false)).isEqualTo(new Answer(Connection.CONNECTED, true));

        passes(Duration.ofMinutes(15));
        assertThat(answer(false)).isEqualTo(new Answer(Connection.DISCONNECTED, true));

        passes(Duration.ofNanos(1));
        assertThat(answer(false)).isEqualTo(new Answer(Connection.DISCONNECTED, false));
        assertThat(answer(true)).isEqualTo(new Answer(Connection.DISCONNECTED, true));
    }
}
