package dev.tollgate.adapters.providers.alerts;

import dev.tollgate.domain.entity.Fields;

/// An alert as lines of text. Names that callers chose address nobody: Slack's own marks are
/// escaped in them.
final class SlackText {
    private SlackText() {}

    static String of(Fields alert) {
        return "Alert type: `budget_alerts`\nLevel: `%s`\nTimestamp: `%s`\nMessage: %s"
                .formatted(
                        level(alert.text("event")),
                        alert.text("occurred_at"),
                        escaped(alert.text("event_message")));
    }

    private static String level(String event) {
        return switch (event) {
            case "budget_crossed" -> "High";
            case "threshold_crossed", "soft_budget_crossed" -> "Medium";
            default -> "Low";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
