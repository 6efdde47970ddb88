package dev.tollgate.domain.access;

import java.util.Locale;
import java.util.Optional;

/// What a user may do with management calls.
public enum UserRole {
    /// everything
    PROXY_ADMIN,
    /// sees everything, changes nothing
    PROXY_ADMIN_VIEWER,
    /// own keys and teams; what users are who were given no role
    INTERNAL_USER,
    /// sees what is their own
    INTERNAL_USER_VIEWER,
    /// only calls models
    CUSTOMER,
    /// a team as such
    TEAM;

    /// Whether it is shown what is others'.
    public boolean seesAll() {
        return this == PROXY_ADMIN || this == PROXY_ADMIN_VIEWER;
    }

    /// `proxy_admin`, …
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads what [#text] writes.
    public static Optional<UserRole> parse(String text) {
        for (UserRole role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
