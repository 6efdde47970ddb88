package dev.tollgate.adapters.http.openai;

/// What operators may decide about the errors that callers get.
///
/// @param idInBody whether they name the call's id
/// @param overBudget status where a budget is spent
public record ErrorStyle(boolean idInBody, int overBudget) {
    public static final int OVER_BUDGET = 429;
}
