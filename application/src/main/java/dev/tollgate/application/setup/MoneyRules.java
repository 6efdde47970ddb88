package dev.tollgate.application.setup;

import dev.tollgate.domain.budget.Budget;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// How budgets hold.
///
/// @param zone whose midnight begins a day
/// @param gateway budgets of the gateway as a whole
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
        long outputFloor,
        long unknownOutput,
        long mediaTokens,
        boolean shortened,
        boolean pricedOnly,
        boolean userBudgetOnTeamKeys) {
    public static final MoneyRules DEFAULT =
            new MoneyRules(ZoneOffset.UTC, List.of(), 256, 8_192, 4_000, true, false, true);

    public MoneyRules {
        gateway = List.copyOf(gateway);
        if (outputFloor < 1 || unknownOutput < outputFloor) {
            throw new IllegalArgumentException(
                    "outputFloor must be at least 1 and unknownOutput at least that: %d, %d"
                            .formatted(outputFloor, unknownOutput));
        }
    }
}
