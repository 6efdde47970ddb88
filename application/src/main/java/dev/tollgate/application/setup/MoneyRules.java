package dev.tollgate.application.setup;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.money.Usd;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How budgets hold.
///
/// @param zone whose midnight begins a day
/// @param gateway budgets of the gateway as a whole
/// @param unknownCustomer budget of a customer that nothing is kept of; empty: none
/// @param deployments budgets of deployments and their providers; one that is spent takes its
///   deployments out and refuses nobody while others are left
/// @param outputFloor tokens below which a bound on the answer is no use: such a call is refused
/// @param unknownOutput tokens that are reserved for the answer of a model whose maximum is not
///   known, where the caller gave no bound
/// @param mediaTokens tokens that are reserved for each image, file or sound of a prompt
/// @param shortened whether a call whose longest answer does not fit a budget is given the longest
///   that does; else it is refused
/// @param pricedOnly whether models without a known price are refused
/// @param userBudgetOnTeamKeys whether a user's budget also holds for the keys of their teams
public record MoneyRules(
        ZoneId zone,
        List<Budget> gateway,
        Optional<Usd> unknownCustomer,
        Map<DeploymentId, List<Budget>> deployments,
        long outputFloor,
        long unknownOutput,
        long mediaTokens,
        boolean shortened,
        boolean pricedOnly,
        boolean userBudgetOnTeamKeys) {
    public static final MoneyRules DEFAULT =
            new MoneyRules(
                    ZoneOffset.UTC,
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    256,
                    8_192,
                    4_000,
                    true,
                    false,
                    true);

    public MoneyRules {
        gateway = List.copyOf(gateway);
        deployments = Map.copyOf(deployments);
        if (outputFloor < 1 || unknownOutput < outputFloor) {
            throw new IllegalArgumentException(
                    "outputFloor must be at least 1 and unknownOutput at least that: %d, %d"
                            .formatted(outputFloor, unknownOutput));
        }
    }
}
