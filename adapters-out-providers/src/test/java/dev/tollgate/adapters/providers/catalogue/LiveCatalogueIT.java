package dev.tollgate.adapters.providers.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.tollgate.domain.money.PriceUpdate;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

class LiveCatalogueIT {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-12-01T10:00:00Z"));
    private static final ModelCatalogue BUNDLED =
            ModelCatalogue.of(
                    "# version old\na p chat input=1 output=1\nb p chat input=1 output=1\n");
    private static final String DEARER =
            "{\"b\":{\"litellm_provider\":\"p\",\"mode\":\"chat\",\"input_cost_per_token\":2e-06,"
                    + "\"output_cost_per_token\":2e-06}}";

    @TempDir Path directory;

    @Test
    void a_price_file_beats_the_bundled_prices_and_leaves_the_rest() throws IOException {
        LiveCatalogue catalogue = catalogue(file(DEARER).toString());

        assertThat(catalogue.version()).isEqualTo("old");
        assertThat(catalogue.find("p", "a").priceVersion()).isEqualTo("old");
        assertThat(catalogue.reload()).isEqualTo(new PriceUpdate.Taken(1, catalogue.version()));
        assertThat(catalogue.version()).startsWith("2026-12-01-").hasSize(23);
        assertThat(catalogue.find("p", "a").priceVersion()).isEqualTo(catalogue.version());
        assertThat(price(catalogue, "a")).isEqualTo("0.000001");
        assertThat(price(catalogue, "b")).isEqualTo("0.000002");
        assertThat(catalogue.modelsOf("p")).containsExactly("a", "b");
    }

    @Test
    void a_broken_file_keeps_the_prices_and_says_so() throws IOException {
        Path file = file(DEARER);
        LiveCatalogue catalogue = catalogue(file.toString());
        catalogue.reload();
        String version = catalogue.version();
        Files.writeString(file, DEARER.substring(0, 20));

        assertThat(catalogue.reload()).isInstanceOf(PriceUpdate.Kept.class);
        assertThat(catalogue.version()).isEqualTo(version);
        assertThat(price(catalogue, "b")).isEqualTo("0.000002");
    }

    @Test
    void a_file_that_is_not_there_keeps_the_bundled_prices() {
        LiveCatalogue catalogue = catalogue(directory.resolve("none").toString());

        assertThat(catalogue.reload()).isInstanceOf(PriceUpdate.Kept.class);
        assertThat(price(catalogue, "b")).isEqualTo("0.000001");
        assertThat(catalogue("http://127.0.0.1:1/x").reload()).isInstanceOf(PriceUpdate.Kept.class);
        assertThat(catalogue("http://[").reload()).isInstanceOf(PriceUpdate.Kept.class);
        assertThat(catalogue("\0").reload()).isInstanceOf(PriceUpdate.Kept.class);
    }

    @Test
    void what_is_said_of_an_address_holds_no_secret_of_it() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.start();
        String host = "127.0.0.1:" + server.getAddress().getPort();
        String address = "http://me:canary@" + host + "/prices?sig=canary#canary";

        PriceUpdate update = catalogue(address).reload();

        server.stop(0);
        assertThat(update.toString()).contains(host + "/prices").doesNotContain("canary");
        assertThat(catalogue("http://me:canary@[/x?canary").reload().toString())
                .doesNotContain("canary");
    }

    @Test
    void without_a_file_there_is_nothing_to_take() {
        assertThat(catalogue("").reload()).isEqualTo(new PriceUpdate.NoSource("old"));
    }

    @Test
    void a_price_file_may_be_fetched() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/prices.json",
                exchange -> {
                    byte[] body = DEARER.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            LiveCatalogue catalogue = catalogue(address + "/prices.json");

            assertThat(catalogue.reload()).isInstanceOf(PriceUpdate.Taken.class);
            assertThat(price(catalogue, "b")).isEqualTo("0.000002");
            assertThat(catalogue(address + "/missing").reload())
                    .isInstanceOf(PriceUpdate.Kept.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void the_bundled_catalogue_has_a_version() {
        assertThat(ModelCatalogue.bundled().version()).matches("\\d{4}-\\d{2}-\\d{2}.*");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("prices.json"), text);
    }

    private static LiveCatalogue catalogue(String source) {
        return new LiveCatalogue(BUNDLED, source, CLOCK);
    }

    private static String price(LiveCatalogue catalogue, String model) {
        return catalogue
                .find("p", model)
                .prices()
                .cost(Usage.of(1, 0))
                .map(Usd::toString)
                .orElse("unknown");
    }
}
