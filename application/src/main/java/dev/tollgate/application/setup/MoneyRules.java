package dev.tollgate.application.setup;

import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.money.Usd;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How budgets hold.
///
/// @param zone whose midnight begins a day
/// @param gateway budgets of the gateway as a whole
/// @param unknownCustomer budget of a customer that nothing is kept of; empty: none
/// @param unknownCustomerRow id of the budget that holds for a customer who has none; empty: none
/// @param deployments budgets of deployments and their providers; one that is spent takes its
///   deployments out and refuses nobody while others are left
/// @param defaults request parameters that deployments add where a letter has none: name → JSON
///   text
/// @param unsent request parameters that deployments leave out of every letter
/// @param allowances what is set aside for what is not known beforehand
/// @param shortened whether a call whose longest answer does not fit a budget is given the longest
///   that does; else it is refused
/// @param pricedOnly whether models without a known price are refused
/// @param userBudgetOnTeamKeys whether a user's budget also holds for the keys of their teams
/// @param everyCallKept whether calls that count for nobody are in the ledger as well
public record MoneyRules(
        ZoneId zone,
        List<Budget> gateway,
        Optional<Usd> unknownCustomer,
        String unknownCustomerRow,
        Map<DeploymentId, List<Budget>> deployments,
        Map<DeploymentId, Map<String, String>> defaults,
        Map<DeploymentId, Set<String>> unsent,
        Allowances allowances,
        boolean shortened,
        boolean pricedOnly,
        boolean userBudgetOnTeamKeys,
        boolean everyCallKept) {
    public static final MoneyRules DEFAULT =
            new MoneyRules(
                    ZoneOffset.UTC,
                    List.of(),
                    Optional.empty(),
                    "",
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Allowances.DEFAULT,
                    true,
                    false,
                    true,
                    true);

    public MoneyRules {
        gateway = List.copyOf(gateway);
        deployments = Map.copyOf(deployments);
        defaults = Map.copyOf(defaults);
        unsent = Map.copyOf(unsent);
    }

    /// Whether the ledger keeps this call. One whose cost counts for anybody, or for any budget, it
    /// keeps in any case.
    public boolean keeps(ModelCall call) {
        return everyCallKept
                || !call.caller().holder().equals(KeyHolder.MASTER)
                || !call.attribution().customer().isEmpty()
                || !call.tags().isEmpty()
                || !gateway.isEmpty()
                || !deployments.isEmpty();
    }

    /// Without the defaults: a key may stand among them under a name that is misspelt.
    @Override
    public String toString() {
        return "MoneyRules[zone=%s, gateway=%s, deployments=%s, %s]"
                .formatted(zone, gateway, deployments, allowances);
    }
}
