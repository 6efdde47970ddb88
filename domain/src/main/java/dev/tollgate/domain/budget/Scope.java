package dev.tollgate.domain.budget;

/// What spend is counted for and budgets are on.
public enum Scope {
    /// the whole gateway
    GLOBAL,
    ORGANIZATION,
    TEAM,
    /// a user within a team; its id is `team/user`
    TEAM_MEMBER,
    USER,
    /// a virtual key, by its immutable id, which outlives regeneration
    KEY,
    /// an end user of a caller
    CUSTOMER,
    TAG,
    PROVIDER,
    DEPLOYMENT
}
