package dev.tollgate.application.quote;

import dev.tollgate.application.port.in.QuotePrices;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.domain.catalog.Candidate;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.usage.Usage;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Quotes what the configuration in force says, and what the catalogue knows beside it.
public final class QuoteByCatalogue implements QuotePrices {
    private final Supplier<GatewaySetup> setups;
    private final ModelCards cards;
    private final InstantSource clock;

    public QuoteByCatalogue(Supplier<GatewaySetup> setups, ModelCards cards, InstantSource clock) {
        this.setups = setups;
        this.cards = cards;
        this.clock = clock;
    }

    @Override
    public Optional<Quote> quote(String model, String team, Usage usage) {
        return setups.get()
                .catalog()
                .resolve(model, team)
                .map(found -> ofDeployment(found.candidates().getFirst(), usage))
                .or(() -> ofCatalogue(model, usage));
    }

    private Quote ofDeployment(Candidate candidate, Usage usage) {
        Deployment deployment = candidate.deployment();
        ModelCard card = cards.cardOf(candidate);
        return quote(deployment.provider(), candidate.upstreamModel(), card, usage);
    }

    private Optional<Quote> ofCatalogue(String model, Usage usage) {
        ModelCard card = cards.find("", model);
        return card.known()
                ? Optional.of(quote(card.provider(), model, card, usage))
                : Optional.empty();
    }

    private Quote quote(String provider, String model, ModelCard card, Usage usage) {
        return new Quote(
                provider, model, card.prices(), card.prices().bill(usage, clock.instant()));
    }
}
