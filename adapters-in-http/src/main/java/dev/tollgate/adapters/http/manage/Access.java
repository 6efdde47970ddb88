package dev.tollgate.adapters.http.manage;

import dev.tollgate.domain.access.UserRole;

import java.util.EnumSet;
import java.util.Set;

/// What a caller must be at least to use a route. Which objects they may then use it on is decided
/// by who owns those.
public enum Access {
    /// no key at all
    ANYONE(EnumSet.allOf(UserRole.class)),
    /// any key
    KEY(EnumSet.allOf(UserRole.class)),
    /// sees what is the caller's own
    READ_OWN(EnumSet.allOf(UserRole.class)),
    /// changes what is the caller's own
    WRITE_OWN(EnumSet.of(UserRole.PROXY_ADMIN, UserRole.INTERNAL_USER)),
    /// sees everything
    READ_ALL(EnumSet.of(UserRole.PROXY_ADMIN, UserRole.PROXY_ADMIN_VIEWER)),
    /// changes everything
    ADMIN(EnumSet.of(UserRole.PROXY_ADMIN));

    private final Set<UserRole> roles;

    Access(Set<UserRole> roles) {
        this.roles = roles;
    }

    public boolean allows(UserRole role) {
        return roles.contains(role);
    }
}
