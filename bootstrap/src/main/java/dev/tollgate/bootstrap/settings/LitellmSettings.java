package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.http.openai.ErrorStyle;

/// The part of `litellm_settings` that is about requests and logs; what is about routing is in the
/// router's rules.
///
/// @param dropParams drop parameters a provider does not know instead of refusing
/// @param modifyParams repair messages a provider would refuse
/// @param jsonLogs one JSON object per log line
/// @param verbose `set_verbose` in either section
/// @param markups discounts and margins on the providers' prices
/// @param verifyTls false: accept any provider's certificate
/// @param overBudgetStatus `budget_exceeded_status_code`
public record LitellmSettings(
        boolean dropParams,
        boolean modifyParams,
        boolean jsonLogs,
        boolean verbose,
        Markups markups,
        boolean verifyTls,
        int overBudgetStatus) {
    public static final LitellmSettings DEFAULT =
            new LitellmSettings(
                    false, false, false, false, Markups.NONE, true, ErrorStyle.OVER_BUDGET);
}
