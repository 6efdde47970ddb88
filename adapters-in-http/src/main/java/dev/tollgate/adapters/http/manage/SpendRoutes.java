package dev.tollgate.adapters.http.manage;

import dev.tollgate.application.port.in.spend.ReportSpend;

import java.time.InstantSource;

/// What was spent, over HTTP.
public record SpendRoutes(SpendLogRoutes logs, GlobalSpendRoutes global, ActivityRoutes activity) {
    public static SpendRoutes of(ReportSpend reports, InstantSource clock) {
        return new SpendRoutes(
                new SpendLogRoutes(reports, clock),
                new GlobalSpendRoutes(reports, clock),
                new ActivityRoutes(reports));
    }
}
