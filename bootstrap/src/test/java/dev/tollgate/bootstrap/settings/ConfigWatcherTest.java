package dev.tollgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.bootstrap.settings.ConfigWatcher.Outcome;

import org.junit.jupiter.api.Test;

import java.util.List;

class ConfigWatcherTest {
    private static final String ONE =
            """
            model_list:
              - model_name: hello
                litellm_params: {model: openai/x, mock_response: hi}
            """;
    private static final String TWO = ONE.replace("hello", "goodbye");

    private final Configurations disk = Configurations.with(ONE);
    private final ConfigWatcher watcher = new ConfigWatcher(disk::read, disk.files(), disk.read());

    @Test
    void nothing_happens_while_the_file_stays_as_it_is() {
        assertThat(watcher.look()).isEmpty();
        assertThat(watcher.look()).isEmpty();
    }

    @Test
    void a_change_is_taken_when_two_looks_agree() {
        disk.file("config.yaml", TWO);

        assertThat(watcher.look()).isEmpty();
        assertThat(watcher.look())
                .hasValueSatisfying(
                        outcome -> {
                            assertThat(outcome).isInstanceOf(Outcome.Taken.class);
                            CheckedSettings settings = ((Outcome.Taken) outcome).settings();
                            assertThat(settings.deployments().getFirst().deployment().group())
                                    .isEqualTo("goodbye");
                        });
        assertThat(watcher.look()).isEmpty();
    }

    @Test
    void a_file_that_still_grows_is_left_alone() {
        for (String content : List.of("model_list:", "model_list:\n  - model_name", TWO)) {
            disk.file("config.yaml", content);
            assertThat(watcher.look()).isEmpty();
        }
        assertThat(watcher.look()).isPresent();
    }

    @Test
    void a_broken_file_is_refused_once_and_its_repair_is_taken() {
        disk.file("config.yaml", ONE + "router_settings: {num_retries: many}\n");

        watcher.look();

        assertThat(watcher.look())
                .hasValueSatisfying(
                        outcome ->
                                assertThat(((Outcome.Kept) outcome).why())
                                        .extracting(Problem::path)
                                        .containsExactly("router_settings.num_retries"));
        assertThat(watcher.look()).isEmpty();
        disk.file("config.yaml", TWO);
        watcher.look();
        assertThat(watcher.look()).containsInstanceOf(Outcome.Taken.class);
    }

    @Test
    void an_included_file_counts_and_so_does_one_that_appears_later() {
        disk.file("config.yaml", "include: more.yaml\n" + ONE);
        watcher.look();
        assertThat(watcher.look()).containsInstanceOf(Outcome.Kept.class);

        disk.file("more.yaml", TWO);
        watcher.look();

        assertThat(watcher.look())
                .hasValueSatisfying(
                        outcome ->
                                assertThat(((Outcome.Taken) outcome).settings().deployments())
                                        .hasSize(2));
    }

    @Test
    void a_signal_reads_at_once() {
        disk.file("config.yaml", TWO);

        assertThat(watcher.reload()).containsInstanceOf(Outcome.Taken.class);
        assertThat(watcher.look()).isEmpty();
    }

    @Test
    void a_model_that_was_broken_before_does_not_hold_up_other_changes() {
        String broken = "  - model_name: odd\n    litellm_params: {model: opnai/x}\n";
        Configurations other = Configurations.with(ONE + broken);
        ConfigWatcher its = new ConfigWatcher(other::read, other.files(), other.read());
        other.file("config.yaml", TWO + broken);

        assertThat(its.reload()).containsInstanceOf(Outcome.Taken.class);
    }

    @Test
    void settings_that_are_read_at_start_only_are_named() {
        disk.file("config.yaml", ONE + "tollgate_settings: {data_dir: /elsewhere}\n");

        assertThat(watcher.reload())
                .hasValueSatisfying(
                        outcome ->
                                assertThat(((Outcome.Taken) outcome).needRestart())
                                        .containsExactly("tollgate_settings.data_dir"));
    }
}
