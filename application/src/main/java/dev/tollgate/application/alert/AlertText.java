package dev.tollgate.application.alert;

import dev.tollgate.domain.budget.Budget;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.budget.Milestone;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.money.Usd;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One thing that became of a budget, as the fields that LiteLLM's webhook has.
///
/// @param payer whose call it was; one of nobody where that is not known
/// @param email of the user that the budget belongs to; empty if not known
record AlertText(
        BudgetAccount account,
        Budget budget,
        Usd limit,
        Usd spent,
        Milestone milestone,
        Payer payer,
        String email,
        Instant at) {
    /// The same for all replicas, and for a budget that was changed another one.
    String id() {
        String name =
                "%s %d %s %d"
                        .formatted(event(), milestone.percent(), account.name(), limit.nanos());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same with the address of the user.
    AlertText by(String address) {
        return new AlertText(account, budget, limit, spent, milestone, payer, address, at);
    }

    Fields fields() {
        Subject subject = budget.subject();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("event", event());
        all.put("event_group", group(subject.scope()));
        all.put("event_message", message());
        all.put("event_id", id());
        all.put("occurred_at", at.toString());
        all.put("spend", spent.toDollars());
        all.put(budget.soft() ? "soft_budget" : "max_budget", limit.toDollars());
        filled(all, "model", subject.model());
        milestone
                .exceededAt()
                .ifPresent(
                        when -> {
                            all.put("projected_exceeded_date", when.toString());
                            all.put("projected_spend", milestone.projected().toDollars());
                        });
        who(all, subject);
        return Fields.of(all);
    }

    private void who(Map<String, Object> all, Subject subject) {
        Scope scope = subject.scope();
        if (scope == Scope.KEY) {
            filled(all, "token", payer.keyHash());
            filled(all, "key_alias", payer.keyAlias());
        }
        if (scope == Scope.KEY || scope == Scope.USER || scope == Scope.TEAM_MEMBER) {
            filled(all, "user_id", payer.user());
            filled(all, "user_email", email);
        }
        if (scope == Scope.KEY || scope == Scope.TEAM || scope == Scope.TEAM_MEMBER) {
            filled(all, "team_id", payer.team());
            filled(all, "team_alias", payer.teamAlias());
        }
        switch (scope) {
            case CUSTOMER -> filled(all, "customer_id", subject.id());
            case ORGANIZATION -> filled(all, "organization_id", subject.id());
            case TAG -> filled(all, "tag", subject.id());
            case USER -> filled(all, "user_id", subject.id());
            case TEAM -> filled(all, "team_id", subject.id());
            case KEY, TEAM_MEMBER, GLOBAL, PROVIDER, DEPLOYMENT -> {
                // said already, or by the message
            }
        }
    }

    private static void filled(Map<String, Object> all, String name, String text) {
        if (!text.isEmpty()) {
            all.put(name, text);
        }
    }

    private String event() {
        return milestone.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String group(Scope scope) {
        return switch (scope) {
            case GLOBAL -> "proxy";
            case CUSTOMER -> "end_user";
            case ORGANIZATION, TEAM, TEAM_MEMBER, USER, KEY, TAG, PROVIDER, DEPLOYMENT ->
                    scope.name().toLowerCase(Locale.ROOT);
        };
    }

    private String message() {
        String figures = "%s of %s USD".formatted(spent, limit);
        return switch (milestone.kind()) {
            case SOFT_BUDGET_CROSSED ->
                    "Soft budget crossed: %s spent %s.".formatted(shown(), figures);
            case THRESHOLD_CROSSED ->
                    "%d%% of the budget crossed: %s spent %s."
                            .formatted(milestone.percent(), shown(), figures);
            case BUDGET_CROSSED ->
                    "Budget crossed: %s spent %s; calls that it does not pay for are refused."
                            .formatted(shown(), figures);
            case PROJECTED_LIMIT_EXCEEDED ->
                    "%s spent %s and will pass that about %s at this pace."
                            .formatted(
                                    shown(),
                                    figures,
                                    milestone.exceededAt().map(Instant::toString).orElse(""));
        };
    }

    private String shown() {
        Subject subject = budget.subject();
        String name =
                switch (subject.scope()) {
                    case GLOBAL -> "the gateway";
                    case KEY -> "the key " + first(payer.keyAlias(), payer.keyHash());
                    case TEAM -> "the team " + first(payer.teamAlias(), subject.id());
                    case CUSTOMER -> "the end user " + subject.id();
                    case TEAM_MEMBER -> "the team member " + subject.id();
                    case ORGANIZATION, USER, TAG, PROVIDER, DEPLOYMENT ->
                            "the %s %s"
                                    .formatted(
                                            subject.scope().name().toLowerCase(Locale.ROOT),
                                            subject.id());
                };
        return subject.model().isEmpty() ? name : name + " on " + subject.model();
    }

    private static String first(String text, String otherwise) {
        return Optional.of(text).filter(its -> !its.isEmpty()).orElse(otherwise);
    }
}
