package dev.tollgate.application.takeover;

import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.entity.KeptText;
import dev.tollgate.domain.ledger.EntryIds;
import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.money.Usd;
import dev.tollgate.domain.usage.Usage;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One row of spend logs.
final class PastCall {
    private static final int LONGEST_CODE = 100;

    private final Fields row;
    private final Fields metadata;

    PastCall(Fields row) {
        this.row = row;
        this.metadata = row.within("metadata");
    }

    /// @param keyId the immutable id here of the key that paid, empty if it is not here
    /// @throws IllegalArgumentException saying what is wrong with the row
    LedgerEntry entry(String keyId) {
        Instant start = moment("startTime");
        Duration duration = until(start, "endTime");
        Duration first = until(start, "completionStartTime");
        UUID id = id(start);
        Optional<Usd> cost = Optional.of(Columns.money(row, "spend"));
        return new LedgerEntry(
                id,
                LedgerEntry.ELSEWHERE,
                facts(id),
                1,
                true,
                payer(keyId),
                target(),
                start,
                duration,
                first.compareTo(duration) < 0 ? first : Duration.ZERO,
                usage(),
                cost,
                cost,
                outcome(),
                List.of());
    }

    private Instant moment(String column) {
        return Columns.moment(row, column)
                .orElseThrow(
                        () -> new IllegalArgumentException("%s is no moment".formatted(column)));
    }

    private Duration until(Instant start, String column) {
        Duration time = Duration.between(start, Columns.moment(row, column).orElse(start));
        return time.isNegative() ? Duration.ZERO : time;
    }

    /// The same for the same row.
    private UUID id(Instant start) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(
                                            row.text("request_id")
                                                    .getBytes(StandardCharsets.UTF_8)));
            return EntryIds.at(start, digest::getLong);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private CallFacts facts(UUID id) {
        return new CallFacts(
                id,
                row.text("request_id"),
                row.text("call_type"),
                row.text("model_group").isEmpty() ? row.text("model") : row.text("model_group"),
                row.text("session_id"),
                row.text("requester_ip_address"),
                row.texts("request_tags"),
                false);
    }

    private Payer payer(String keyId) {
        return new Payer(
                keyId,
                row.text("api_key"),
                metadata.text("user_api_key_alias"),
                row.text("user"),
                row.text("team_id"),
                metadata.text("user_api_key_team_alias"),
                row.text("organization_id").isEmpty()
                        ? metadata.text("user_api_key_org_id")
                        : row.text("organization_id"),
                row.text("end_user"));
    }

    private Target target() {
        return new Target(
                row.text("model_id"),
                row.text("model_group"),
                row.text("custom_llm_provider"),
                row.text("model"),
                row.text("api_base"),
                row.text("request_id"));
    }

    private Usage usage() {
        Fields extra =
                metadata.within("additional_usage_values")
                        .merged(metadata.within("usage_object").filled());
        return new Usage(
                true,
                count(row, "prompt_tokens"),
                count(row, "completion_tokens"),
                count(extra, "cache_read_input_tokens"),
                count(extra, "cache_creation_input_tokens"),
                0,
                0,
                0,
                0);
    }

    private static long count(Fields from, String name) {
        return from.number(name).filter(n -> n.signum() > 0).map(BigDecimal::longValue).orElse(0L);
    }

    private Outcome outcome() {
        if (!row.text("status").equals("failure")) {
            return Outcome.SUCCESS;
        }
        Fields error = metadata.within("error_information");
        String message = error.text("error_message");
        String code = KeptText.beginning(error.text("error_code"), LONGEST_CODE);
        return Outcome.failed(Status.FAILURE, code.isEmpty() ? "failure" : code, message);
    }
}
