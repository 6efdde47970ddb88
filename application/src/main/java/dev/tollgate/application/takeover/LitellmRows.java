package dev.tollgate.application.takeover;

import dev.tollgate.application.manage.KeptForm;
import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.port.out.ForeignRecords.Kind;
import dev.tollgate.application.takeover.Arriving.Fit;
import dev.tollgate.application.takeover.Arriving.Odd;
import dev.tollgate.application.takeover.Arriving.Spent;
import dev.tollgate.application.takeover.Arriving.Unwanted;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the rows of LiteLLM's tables are here.
final class LitellmRows {
    /// The team of keys that LiteLLM's own user interface makes for each login.
    private static final String LOGINS = "litellm-dashboard";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int SHOWN_OF_HASH = 8;

    private static final List<String> OF_KEYS =
            List.of(
                    "key_name",
                    "key_alias",
                    "models",
                    "aliases",
                    "config",
                    "user_id",
                    "team_id",
                    "agent_id",
                    "project_id",
                    "organization_id",
                    "permissions",
                    "max_parallel_requests",
                    "metadata",
                    "blocked",
                    "tpm_limit",
                    "rpm_limit",
                    "max_budget",
                    "budget_duration",
                    "budget_limits",
                    "budget_id",
                    "model_max_budget",
                    "allowed_cache_controls",
                    "allowed_routes",
                    "policies",
                    "access_group_ids",
                    "router_settings",
                    "auto_rotate",
                    "rotation_interval");
    private static final List<String> OF_USERS =
            List.of(
                    "user_id",
                    "user_alias",
                    "user_email",
                    "user_role",
                    "sso_user_id",
                    "organization_id",
                    "models",
                    "max_budget",
                    "budget_duration",
                    "budget_limits",
                    "model_max_budget",
                    "tpm_limit",
                    "rpm_limit",
                    "max_parallel_requests",
                    "metadata");
    private static final List<String> OF_BUDGETS =
            List.of(
                    "budget_id",
                    "max_budget",
                    "soft_budget",
                    "max_parallel_requests",
                    "tpm_limit",
                    "rpm_limit",
                    "model_max_budget",
                    "budget_duration",
                    "allowed_models");
    private static final List<String> OF_ORGANIZATIONS =
            List.of("organization_id", "organization_alias", "budget_id", "metadata", "models");
    private static final List<String> OF_CUSTOMERS =
            List.of(
                    "user_id",
                    "alias",
                    "blocked",
                    "allowed_model_region",
                    "default_model",
                    "budget_id");
    private static final List<String> OF_TAGS =
            List.of("description", "models", "model_info", "budget_id");

    private final LitellmTeams teams;
    private final Instant now;
    private final Set<String> named;

    /// @param named what stands for models in lists of models
    LitellmRows(Instant now, Set<String> named) {
        this.named = named;
        this.teams = new LitellmTeams(now);
        this.now = now;
    }

    /// What a row is; a team comes before its members. None for rows of calls.
    List<Arriving> of(Kind kind, Fields row) {
        if (row.set(ForeignRecords.UNREADABLE)) {
            String name =
                    row.text("model_name").isEmpty()
                            ? row.text("credential_name")
                            : row.text("model_name");
            return List.of(
                    new Odd(name.isEmpty() ? "a row" : name, row.text(ForeignRecords.UNREADABLE)));
        }
        return switch (kind) {
            case BUDGETS -> one(EntityKind.BUDGET, row, "budget_id", OF_BUDGETS, Spent.NOTHING);
            case ORGANIZATIONS ->
                    one(
                            EntityKind.ORGANIZATION,
                            row,
                            "organization_id",
                            OF_ORGANIZATIONS,
                            spent(row));
            case USERS -> one(EntityKind.USER, row, "user_id", OF_USERS, spent(row));
            case CUSTOMERS -> one(EntityKind.CUSTOMER, row, "user_id", OF_CUSTOMERS, spent(row));
            case TAGS -> List.of(tag(row));
            case TEAMS -> teams.of(row);
            case ORGANIZATION_MEMBERS -> List.of(organizationMember(row));
            case KEYS -> List.of(key(row));
            case RETIRED_KEYS -> List.of(retired(row));
            case PROJECTS ->
                    List.of(
                            new Odd(
                                    row.text("project_id"),
                                    "there are no projects here: its keys keep their own limits"
                                            + " and those of their team"));
            case MODELS -> List.of(model(row));
            case CREDENTIALS ->
                    one(
                            EntityKind.CREDENTIAL,
                            row,
                            "credential_name",
                            List.of("credential_name", "credential_values", "credential_info"),
                            Spent.NOTHING);
            case ACCESS_GROUPS -> List.of(accessGroup(row));
            case JWT_KEY_MAPPINGS ->
                    List.of(
                            fit(
                                    EntityKind.TOKEN_KEY,
                                    row.text("id"),
                                    row,
                                    KeptForm.tokenKey(row),
                                    Spent.NOTHING));
            case SPEND_LOGS -> List.of();
        };
    }

    private Spent spent(Fields row) {
        return Columns.spent(row, List.of(row, row.within(ForeignRecords.BUDGET)), now);
    }

    private static List<Arriving> one(
            EntityKind kind, Fields row, String id, List<String> columns, Spent spent) {
        return List.of(fit(kind, row.text(id), row, Columns.chosen(row, columns), spent));
    }

    /// A row whose columns became these fields.
    static Arriving fit(EntityKind kind, String id, Fields row, Fields fields, Spent spent) {
        Fields kept = KeptForm.of(fields);
        Optional<String> wrong = KeptForm.wrong(kind, id, kept);
        return wrong.isPresent()
                ? new Odd(id.isEmpty() ? "a row" : id, wrong.get())
                : new Fit(
                        kind,
                        id,
                        kept,
                        Columns.moment(row, "created_at"),
                        row.text("created_by"),
                        spent);
    }

    private Arriving tag(Fields row) {
        String name = row.text("tag_name");
        Fields fields = Columns.chosen(row, OF_TAGS).with("name", name);
        return fit(EntityKind.TAG, name, row, fields, spent(row));
    }

    private static Arriving model(Fields row) {
        if (row.yes("blocked")) {
            return new Unwanted("blocked there");
        }
        String id = row.text("model_id");
        return fit(EntityKind.MODEL, id, row, KeptForm.model(id, row), Spent.NOTHING);
    }

    /// In lists of models a name stands for a group as well as for a model: a group with the name
    /// of something else would open that, and be opened by it.
    private Arriving accessGroup(Fields row) {
        Fields fields = KeptForm.accessGroup(row);
        String name = row.text("access_group_name").strip();
        return named.contains(name)
                ? new Odd(name, "a model, or a group in the configuration, is called so as well")
                : fit(
                        EntityKind.ACCESS_GROUP,
                        row.text("access_group_id"),
                        row,
                        fields,
                        Spent.NOTHING);
    }

    private static Arriving organizationMember(Fields row) {
        String organization = row.text("organization_id");
        String user = row.text("user_id");
        String role = row.text("user_role").isEmpty() ? "internal_user" : row.text("user_role");
        Fields fields =
                Fields.NONE
                        .with("organization_id", organization)
                        .with("user_id", user)
                        .with("user_role", role)
                        .with("role", role);
        return fit(
                EntityKind.ORGANIZATION_MEMBER,
                KeptForm.membership(organization, user),
                row,
                fields,
                Spent.NOTHING);
    }

    private Arriving key(Fields row) {
        String hash = row.text("token");
        if (row.text("team_id").equals(LOGINS)) {
            return new Unwanted("logins of LiteLLM's own user interface");
        }
        if (!HASH.matcher(hash).matches()) {
            return new Odd(
                    label(row, ""), "it is not kept as the SHA-256 of a key: issue a new one");
        }
        Fields fields = Columns.chosen(row, OF_KEYS);
        if (row.set("expires")) {
            Optional<Instant> end = Columns.moment(row, "expires");
            if (end.isEmpty()) {
                return new Odd(label(row, hash), "when it expires cannot be read");
            }
            fields = fields.with("expires", end.get().toString());
        }
        return switch (fit(EntityKind.KEY, hash, row, fields, spent(row))) {
            case Odd odd -> new Odd(label(row, hash), odd.why());
            case Arriving other -> other;
        };
    }

    /// A key by its alias or its last letters.
    private static String label(Fields row, String hash) {
        String name =
                row.text("key_alias").isEmpty() ? row.text("key_name") : row.text("key_alias");
        return name.isEmpty() && hash.length() > SHOWN_OF_HASH
                ? "key " + hash.substring(0, SHOWN_OF_HASH) + "…"
                : "key " + name;
    }

    private Arriving retired(Fields row) {
        String hash = row.text("token");
        Optional<Instant> end = Columns.moment(row, "revoke_at");
        if (end.isEmpty() || !now.isBefore(end.get())) {
            return new Unwanted("their grace period is over");
        }
        Fields fields =
                Fields.NONE
                        .with("active_key", row.text("active_token_id"))
                        .with("revoke_at", end.get().toString());
        return fit(EntityKind.RETIRED_KEY, hash, row, fields, Spent.NOTHING);
    }
}
