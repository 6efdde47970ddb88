package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.spend.ReportSpend;

import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// What was spent, over HTTP.
public record SpendRoutes(
        SpendLogRoutes logs,
        GlobalSpendRoutes global,
        SpendReportRoutes report,
        TrafficRoutes traffic,
        ActivityRoutes activity) {
    /// @param overBudget the status of a spent budget
    public static SpendRoutes of(ReportSpend reports, InstantSource clock, IntSupplier overBudget) {
        SpendReplies replies = new SpendReplies(reports);
        Supplier<ErrorNames> errors = () -> new ErrorNames(overBudget.getAsInt());
        return new SpendRoutes(
                new SpendLogRoutes(replies, clock, errors),
                new GlobalSpendRoutes(replies, clock),
                new SpendReportRoutes(replies, clock),
                new TrafficRoutes(replies, clock, errors),
                new ActivityRoutes(reports));
    }
}
