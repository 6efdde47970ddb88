package dev.tollgate.bootstrap.settings;

/// The part of `litellm_settings` that is about requests and logs; what is about routing is in the
/// router's rules.
///
/// @param dropParams drop parameters a provider does not know instead of refusing
/// @param modifyParams repair messages a provider would refuse
/// @param jsonLogs one JSON object per log line
/// @param verbose `set_verbose` in either section
/// @param markups discounts and margins on the providers' prices
/// @param verifyTls false: accept any provider's certificate
public record LitellmSettings(
        boolean dropParams,
        boolean modifyParams,
        boolean jsonLogs,
        boolean verbose,
        Markups markups,
        boolean verifyTls) {
    public static final LitellmSettings DEFAULT =
            new LitellmSettings(false, false, false, false, Markups.NONE, true);
}
