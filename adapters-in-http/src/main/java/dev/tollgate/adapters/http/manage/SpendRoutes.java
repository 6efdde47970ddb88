package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.spend.ReportSpend;

import java.time.InstantSource;

/// What was spent, over HTTP.
public record SpendRoutes(
        SpendLogRoutes logs,
        GlobalSpendRoutes global,
        SpendReportRoutes report,
        ActivityRoutes activity) {
    public static SpendRoutes of(ReportSpend reports, InstantSource clock) {
        SpendReplies replies = new SpendReplies(reports);
        return new SpendRoutes(
                new SpendLogRoutes(reports, clock),
                new GlobalSpendRoutes(replies, clock),
                new SpendReportRoutes(replies, clock),
                new ActivityRoutes(reports));
    }
}
