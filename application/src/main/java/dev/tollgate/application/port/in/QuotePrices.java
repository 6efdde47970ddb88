package dev.tollgate.application.port.in;

import dev.tollgate.domain.money.Bill;
import dev.tollgate.domain.money.Prices;
import dev.tollgate.domain.usage.Usage;

import java.util.Optional;

/// Says what a usage would cost at a model, without calling it.
public interface QuotePrices {
    /// The first deployment's price of a model group, else the catalogue's of a model of this name;
    /// nothing where nobody knows either.
    ///
    /// @param model as callers write it
    /// @param team for which it is asked; empty: none
    Optional<Quote> quote(String model, String team, Usage usage);

    /// @param provider whose price it is
    /// @param model the provider's name for the model
    /// @param prices what it stands on
    /// @param bill empty where a needed price is unknown
    record Quote(String provider, String model, Prices prices, Optional<Bill> bill) {}
}
