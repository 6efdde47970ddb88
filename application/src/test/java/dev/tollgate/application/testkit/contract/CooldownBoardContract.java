package dev.tollgate.application.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.CooldownBoard.News;
import dev.tollgate.domain.catalog.DeploymentId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/// The rules of [CooldownBoard].
public interface CooldownBoardContract {
    DeploymentId EAST = new DeploymentId("east");
    DeploymentId WEST = new DeploymentId("west");
    Duration MINUTE = Duration.ofMinutes(1);

    /// The same throughout one test, empty at its beginning.
    CooldownBoard board();

    /// Lets time pass by the store's clock.
    void pass(Duration time);

    private static boolean about(Duration length, Duration expected) {
        return length.compareTo(expected) <= 0 && length.compareTo(expected.minusSeconds(30)) > 0;
    }

    @Test
    default void what_one_told_another_hears_with_the_time_that_is_left() {
        board().tell("one", Map.of(EAST, MINUTE.multipliedBy(3)));
        pass(MINUTE);

        Map<DeploymentId, Duration> left = board().since("two", -1).left();

        assertThat(left).containsOnlyKeys(EAST);
        assertThat(left.get(EAST)).matches(length -> about(length, MINUTE.multipliedBy(2)));
    }

    @Test
    default void nobody_hears_what_they_told_themselves() {
        board().tell("one", Map.of(EAST, MINUTE));

        assertThat(board().since("one", -1).left()).isEmpty();
    }

    @Test
    default void what_was_heard_is_no_news_any_more() {
        board().tell("one", Map.of(EAST, MINUTE));
        News first = board().since("two", -1);
        board().tell("one", Map.of(WEST, MINUTE));

        News second = board().since("two", first.revision());

        assertThat(second.left()).containsOnlyKeys(WEST);
        assertThat(board().since("two", second.revision()).left()).isEmpty();
    }

    @Test
    default void what_has_ended_is_no_news() {
        board().tell("one", Map.of(EAST, MINUTE));
        pass(MINUTE.multipliedBy(2));

        assertThat(board().since("two", -1).left()).isEmpty();
        board().tell("three", Map.of(WEST, MINUTE));
        assertThat(board().since("two", -1).left()).containsOnlyKeys(WEST);
    }

    @Test
    default void of_two_that_tell_the_same_the_longer_is_heard() {
        board().tell("one", Map.of(EAST, MINUTE.multipliedBy(5)));
        board().tell("two", Map.of(EAST, MINUTE));

        assertThat(board().since("three", -1).left().get(EAST))
                .matches(length -> about(length, MINUTE.multipliedBy(5)));
        assertThat(board().since("two", -1).left().get(EAST))
                .matches(length -> about(length, MINUTE.multipliedBy(5)));
    }
}
