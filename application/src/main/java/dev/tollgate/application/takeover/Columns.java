package dev.tollgate.application.takeover;

import dev.tollgate.application.port.out.ForeignRecords;
import dev.tollgate.application.takeover.Arriving.Spent;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.Usd;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Reads columns as LiteLLM writes them.
final class Columns {
    private static final String DURATION = "budget_duration";
    private static final String RESET = "budget_reset_at";

    private Columns() {}

    /// The columns of these names that say something.
    static Fields chosen(Fields row, List<String> names) {
        return row.only(names).filled();
    }

    /// A moment, in UTC where the column has no offset.
    static Optional<Instant> moment(Fields row, String column) {
        String text = row.text(column).replace(' ', 'T');
        for (String end : List.of("", "Z")) {
            try {
                return Optional.of(
                        OffsetDateTime.parse(text + end)
                                .toInstant()
                                .truncatedTo(ChronoUnit.MICROS));
            } catch (DateTimeException _) {
                // another form may fit
            }
        }
        return Optional.empty();
    }

    /// What the subject of a row spent.
    ///
    /// @param budgets where a duration is looked for, the first that says one
    static Spent spent(Fields row, List<Fields> budgets, Instant now) {
        Usd spend = money(row, "spend");
        Usd ever =
                List.of(spend, money(row, "total_spend"), money(row, ForeignRecords.EVER)).stream()
                        .max(Usd::compareTo)
                        .orElse(spend);
        for (Fields budget : budgets) {
            if (!budget.text(DURATION).isEmpty()) {
                boolean over = moment(budget, RESET).filter(end -> !now.isBefore(end)).isPresent();
                return new Spent(budget.text(DURATION), over ? Usd.ZERO : spend, ever);
            }
        }
        return new Spent("", spend, ever);
    }

    /// An amount; what is none, or less than nothing, is nothing.
    static Usd money(Fields row, String column) {
        BigDecimal amount = row.number(column).orElse(BigDecimal.ZERO);
        return amount.signum() < 0 ? Usd.ZERO : Usd.of(amount);
    }
}
