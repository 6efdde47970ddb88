package dev.tollgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.providers.catalogue.LiveCatalogue;
import dev.tollgate.domain.money.PriceUpdate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class PriceFileIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final String PRICES =
            "{\"gpt-4o\":{\"litellm_provider\":\"openai\",\"mode\":\"chat\","
                    + "\"input_cost_per_token\":0.5}}";

    @TempDir Path directory;

    private final AtomicInteger repriced = new AtomicInteger();

    @Test
    void the_file_that_the_environment_names_is_taken_at_start() throws IOException {
        LiveCatalogue catalogue = catalogue(Map.of("LITELLM_MODEL_COST_MAP_URL", file()));

        assertThat(catalogue.find("openai", "gpt-4o").prices().perMillion().get("input"))
                .isEqualByComparingTo("500000");
        assertThat(catalogue.find("openai", "gpt-4o-mini").known()).isTrue();
    }

    @Test
    void it_is_left_alone_where_the_environment_says_so() throws IOException {
        LiveCatalogue catalogue =
                catalogue(
                        Map.of(
                                "LITELLM_MODEL_COST_MAP_URL",
                                file(),
                                "LITELLM_LOCAL_MODEL_COST_MAP",
                                "True"));

        assertThat(catalogue.version()).isEqualTo(Composition.catalogue().version());
        assertThat(reload(catalogue)).isInstanceOf(PriceUpdate.NoSource.class);
        assertThat(repriced).hasValue(0);
    }

    @Test
    void deployments_are_priced_anew_only_when_the_file_was_taken() throws IOException {
        String file = file();
        LiveCatalogue catalogue = catalogue(Map.of("LITELLM_MODEL_COST_MAP_URL", file));

        assertThat(reload(catalogue)).isInstanceOf(PriceUpdate.Taken.class);
        assertThat(repriced).hasValue(1);

        Files.writeString(Path.of(file), "{");
        assertThat(reload(catalogue)).isInstanceOf(PriceUpdate.Kept.class);
        assertThat(repriced).hasValue(1);
    }

    private PriceUpdate reload(LiveCatalogue catalogue) {
        return PriceFile.of(catalogue, repriced::incrementAndGet).reload();
    }

    private static LiveCatalogue catalogue(Map<String, String> environment) {
        return PriceFile.catalogue(environment, CLOCK);
    }

    private String file() throws IOException {
        return Files.writeString(directory.resolve("prices.json"), PRICES).toString();
    }
}
