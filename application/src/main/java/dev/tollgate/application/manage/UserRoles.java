package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Fields;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The roles a user can be given.
final class UserRoles {
    private UserRoles() {}

    static final Set<UserRole> GIVEN =
            EnumSet.of(
                    UserRole.PROXY_ADMIN,
                    UserRole.PROXY_ADMIN_VIEWER,
                    UserRole.INTERNAL_USER,
                    UserRole.INTERNAL_USER_VIEWER);

    static boolean administrative(String role) {
        return role.equals(UserRole.PROXY_ADMIN.text())
                || role.equals(UserRole.PROXY_ADMIN_VIEWER.text());
    }

    static Optional<Refused> check(Fields user) {
        String role = user.text("user_role");
        return role.isEmpty() || UserRole.parse(role).filter(GIVEN::contains).isPresent()
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "user_role",
                                "user_role is one of proxy_admin, proxy_admin_viewer,"
                                        + " internal_user, internal_user_viewer."));
    }

    /// Every role with what it means.
    static Fields described() {
        Fields roles = Fields.NONE;
        for (UserRole role : GIVEN) {
            roles = roles.with(role.text(), described(role));
        }
        return roles;
    }

    private static Fields described(UserRole role) {
        return switch (role) {
            case PROXY_ADMIN ->
                    role("admin over the gateway, has all permissions", "Admin (All Permissions)");
            case PROXY_ADMIN_VIEWER ->
                    role("sees all keys and all spend, changes nothing", "Admin (View Only)");
            case INTERNAL_USER ->
                    role(
                            "makes, changes and deletes own keys, sees own spend",
                            "Internal User (Create/Delete/View)");
            case INTERNAL_USER_VIEWER ->
                    role("sees own keys and own spend", "Internal User (View Only)");
            case CUSTOMER, TEAM -> Fields.NONE;
        };
    }

    private static Fields role(String description, String label) {
        return Fields.NONE.with("description", description).with("ui_label", label);
    }
}
