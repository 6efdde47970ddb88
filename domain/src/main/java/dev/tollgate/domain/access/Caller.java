package dev.tollgate.domain.access;

/// Who a call is made for.
///
/// @param alias the name shown in logs; never the key
/// @param role what the caller may do
/// @param holder whose key it was
public record Caller(String alias, Role role, KeyHolder holder) {
    /// What a caller may do at most, weakest first.
    public enum Role {
        /// no credential
        ANYONE,
        /// a key that may call models
        KEY,
        /// the master key
        ADMIN
    }

    /// The holder of the master key.
    public static final Caller MASTER = new Caller("master_key");

    /// Who calls what everybody may call.
    public static final Caller NOBODY = new Caller("", Role.ANYONE, KeyHolder.NOBODY);

    /// An administrator, who has neither budgets nor limits.
    public Caller(String alias) {
        this(alias, Role.ADMIN, KeyHolder.MASTER);
    }
}
