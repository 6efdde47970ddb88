package dev.tollgate.application.quote;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.QuotePrices.Quote;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class QuoteByCatalogueTest {
    private static final Usage USAGE = Usage.of(1_000, 0);

    private final TestGateway gateway = new TestGateway();

    @Test
    void a_model_group_costs_what_its_deployment_costs() {
        gateway.with(aDeployment("a").priced("2", "4"));

        assertThat(cost(quote("chat"))).contains("0.002");
        assertThat(quote("chat").map(Quote::provider)).contains("openai");
    }

    @Test
    void a_deployment_that_says_nothing_costs_what_the_catalogue_says_of_its_model() {
        gateway.with(aDeployment("a").by("openai", "listed"));

        assertThat(cost(quote("chat"))).contains("0.001");
    }

    @Test
    void a_model_that_nobody_serves_has_the_catalogues_price() {
        gateway.with(aDeployment("a"));

        assertThat(cost(quote("listed"))).contains("0.001");
        assertThat(quote("nobody")).isEmpty();
    }

    @Test
    void an_unknown_price_is_a_quote_without_a_bill() {
        gateway.with(aDeployment("a").by("openai", "dark"));

        assertThat(quote("chat")).isPresent();
        assertThat(cost(quote("chat"))).isEmpty();
    }

    private Optional<Quote> quote(String model) {
        return gateway.quoting(new OneModel()).quote(model, "", USAGE);
    }

    private static Optional<String> cost(Optional<Quote> quote) {
        return quote.flatMap(Quote::bill).map(Bill::cost).map(Usd::toString);
    }

    private static final class OneModel implements ModelCards {
        private static final Prices PRICES =
                new Prices(Map.of("input", BigDecimal.ONE, "output", BigDecimal.ONE));

        @Override
        public ModelCard find(String provider, String model) {
            return model.equals("listed")
                    ? new ModelCard(model, "openai", "chat", 0, 0, 0, PRICES, Set.of(), Set.of())
                    : ModelCard.UNKNOWN;
        }

        @Override
        public List<String> modelsOf(String provider) {
            return List.of();
        }

        @Override
        public String providerOf(String model) {
            return "";
        }
    }
}
