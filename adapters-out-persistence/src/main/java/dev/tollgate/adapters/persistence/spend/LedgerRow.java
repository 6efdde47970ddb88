package dev.tollgate.adapters.persistence.spend;

import static dev.tollgate.adapters.persistence.spend.Column.money;
import static dev.tollgate.adapters.persistence.spend.Column.text;
import static dev.tollgate.adapters.persistence.spend.Column.whole;
import static dev.tollgate.adapters.persistence.spend.Column.yesNo;

import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.domain.budget.BudgetAccount;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Meter;
import dev.tollgate.domain.usage.Meters;
import dev.tollgate.domain.usage.ServiceTier;
import dev.tollgate.domain.usage.Terms;
import dev.tollgate.domain.usage.Usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An entry as a row of the table `ledger`.
final class LedgerRow {
    static final List<Column> COLUMNS =
            List.of(
                    new Column("id", Column.Type.UUID),
                    text("instance"),
                    new Column("call_id", Column.Type.UUID),
                    text("caller_id"),
                    text("call_type"),
                    text("asked_group"),
                    text("session_id"),
                    text("address"),
                    new Column("tags", Column.Type.JSON),
                    yesNo("streaming"),
                    whole("attempt"),
                    yesNo("is_last"),
                    text("key_id"),
                    text("key_hash"),
                    text("key_alias"),
                    text("user_id"),
                    text("team_id"),
                    text("team_alias"),
                    text("organization_id"),
                    text("customer"),
                    text("deployment"),
                    text("model_group"),
                    text("provider"),
                    text("model"),
                    text("api_base"),
                    text("response_id"),
                    text("price_version"),
                    new Column("started_at", Column.Type.TIME),
                    whole("duration_nanos"),
                    whole("first_token_nanos"),
                    yesNo("reported"),
                    whole("input_tokens"),
                    whole("output_tokens"),
                    whole("cache_read_tokens"),
                    whole("cache_write_tokens"),
                    whole("cache_write_1h_tokens"),
                    whole("audio_input_tokens"),
                    whole("audio_output_tokens"),
                    whole("reasoning_tokens"),
                    yesNo("estimated"),
                    text("terms"),
                    text("meters"),
                    money("cost"),
                    money("list_cost"),
                    text("status"),
                    text("error"),
                    text("message"),
                    text("accounts"));

    private LedgerRow() {}

    static @Nullable Object[] of(LedgerEntry entry) {
        CallFacts call = entry.call();
        Payer payer = entry.payer();
        Target target = entry.target();
        Usage usage = entry.usage();
        return new @Nullable Object[] {
            entry.id().toString(),
            entry.instance(),
            call.id().toString(),
            call.callerId(),
            call.type(),
            call.group(),
            call.session(),
            call.address(),
            Texts.list(call.tags()),
            call.streaming(),
            (long) entry.attempt(),
            entry.last(),
            payer.keyId(),
            payer.keyHash(),
            payer.keyAlias(),
            payer.user(),
            payer.team(),
            payer.teamAlias(),
            payer.organization(),
            payer.customer(),
            target.deployment(),
            target.group(),
            target.provider(),
            target.model(),
            target.apiBase(),
            target.responseId(),
            target.prices(),
            micros(entry.startedAt()),
            entry.duration().toNanos(),
            entry.firstToken().toNanos(),
            usage.reported(),
            usage.inputTokens(),
            usage.outputTokens(),
            usage.cacheReadTokens(),
            usage.cacheWriteTokens(),
            usage.cacheWrite1hTokens(),
            usage.audioInputTokens(),
            usage.audioOutputTokens(),
            usage.reasoningTokens(),
            usage.estimated(),
            terms(usage.terms()),
            usage.meters().toString(),
            nanos(entry.cost()),
            nanos(entry.listCost()),
            entry.outcome().status().name(),
            entry.outcome().error(),
            entry.outcome().message(),
            Texts.list(entry.accounts().stream().map(BudgetAccount::name).toList())
        };
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static @Nullable Long nanos(Optional<Usd> amount) {
        return amount.map(Usd::nanos).orElse(null);
    }

    static LedgerEntry read(Row row) {
        Reader reader = new Reader(row);
        UUID id = UUID.fromString(reader.text());
        String instance = reader.text();
        CallFacts call = call(reader);
        int attempt = (int) reader.whole();
        boolean last = reader.yes();
        Payer payer = payer(reader);
        Target target = target(reader);
        Instant startedAt = Instant.EPOCH.plus(reader.whole(), ChronoUnit.MICROS);
        Duration duration = Duration.ofNanos(reader.whole());
        Duration firstToken = Duration.ofNanos(reader.whole());
        Usage usage = usage(reader);
        Optional<Usd> cost = reader.amount();
        Optional<Usd> listCost = reader.amount();
        Outcome outcome = new Outcome(Status.valueOf(reader.text()), reader.text(), reader.text());
        List<BudgetAccount> accounts =
                Texts.list(reader.text()).stream().map(BudgetAccount::named).toList();
        return new LedgerEntry(
                id,
                instance,
                call,
                attempt,
                last,
                payer,
                target,
                startedAt,
                duration,
                firstToken,
                usage,
                cost,
                listCost,
                outcome,
                accounts);
    }

    private static CallFacts call(Reader reader) {
        return new CallFacts(
                UUID.fromString(reader.text()),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                Texts.list(reader.text()),
                reader.yes());
    }

    private static Payer payer(Reader reader) {
        return new Payer(
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text());
    }

    private static Target target(Reader reader) {
        return new Target(
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text(),
                reader.text());
    }

    private static Usage usage(Reader reader) {
        return new Usage(
                reader.yes(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.whole(),
                reader.yes(),
                terms(reader.text()),
                meters(reader.text()));
    }

    /// Empty for the usual ones.
    private static String terms(Terms terms) {
        return terms.equals(Terms.USUAL)
                ? ""
                : Texts.list(
                        List.of(
                                terms.tier().name(),
                                String.valueOf(terms.fast()),
                                String.valueOf(terms.geoUs()),
                                terms.resolution()));
    }

    private static Terms terms(String text) {
        if (text.isEmpty()) {
            return Terms.USUAL;
        }
        List<String> parts = Texts.list(text);
        return new Terms(
                ServiceTier.valueOf(parts.get(0)),
                Boolean.parseBoolean(parts.get(1)),
                Boolean.parseBoolean(parts.get(2)),
                parts.get(3));
    }

    private static Meters meters(String text) {
        Meters meters = Meters.NONE;
        for (String each : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int equals = each.indexOf('=');
            Meter meter = Meter.valueOf(each.substring(0, equals));
            meters = meters.plus(Meters.of(meter, new BigDecimal(each.substring(equals + 1))));
        }
        return meters;
    }

    /// Takes the columns of a row one by one.
    private static final class Reader {
        private final Row row;
        private int place;

        Reader(Row row) {
            this.row = row;
        }

        private String next() {
            return COLUMNS.get(place++).name();
        }

        String text() {
            return row.text(next());
        }

        long whole() {
            return row.number(next());
        }

        boolean yes() {
            return row.yes(next());
        }

        Optional<Usd> amount() {
            return row.optionalNumber(next()).map(Usd::new);
        }
    }
}
