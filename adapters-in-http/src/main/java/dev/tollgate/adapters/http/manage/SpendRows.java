package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.ledger.LedgerEntry.CallFacts;
import dev.tollgate.domain.ledger.LedgerEntry.Outcome;
import dev.tollgate.domain.ledger.LedgerEntry.Payer;
import dev.tollgate.domain.ledger.LedgerEntry.Status;
import dev.tollgate.domain.ledger.LedgerEntry.Target;
import dev.tollgate.domain.usage.Usage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A call as a row of spend logs.
final class SpendRows {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final ErrorNames names;

    SpendRows(ErrorNames names) {
        this.names = names;
    }

    void write(JsonGenerator json, LedgerEntry entry) throws IOException {
        json.writeStartObject();
        identity(json, entry);
        figures(json, entry);
        times(json, entry);
        target(json, entry);
        payer(json, entry);
        metadata(json, entry);
        json.writeEndObject();
    }

    /// The answer's own id where there is one, as clients know it; the call's otherwise.
    private static void identity(JsonGenerator json, LedgerEntry entry) throws IOException {
        CallFacts call = entry.call();
        String answer = entry.target().responseId();
        json.writeStringField("request_id", answer.isEmpty() ? call.callerId() : answer);
        json.writeStringField("litellm_call_id", call.callerId());
        json.writeStringField("call_type", call.type());
        json.writeStringField("api_key", entry.payer().keyHash());
        SpendReplies.orNull(json, "session_id", call.session());
        json.writeStringField("requester_ip_address", call.address());
    }

    private static void figures(JsonGenerator json, LedgerEntry entry) throws IOException {
        json.writeFieldName("spend");
        json.writeNumber(View.amount(entry.charged().toDollars()));
        json.writeNumberField("total_tokens", entry.usage().totalTokens());
        json.writeNumberField("prompt_tokens", entry.usage().inputTokens());
        json.writeNumberField("completion_tokens", entry.usage().outputTokens());
    }

    private static void times(JsonGenerator json, LedgerEntry entry) throws IOException {
        Instant end = entry.startedAt().plus(entry.duration());
        Duration first = entry.firstToken();
        Instant content = first.isZero() ? end : entry.startedAt().plus(first);
        json.writeStringField("startTime", TIME.format(entry.startedAt()));
        json.writeStringField("endTime", TIME.format(end));
        json.writeStringField("completionStartTime", TIME.format(content));
        json.writeNumberField("request_duration_ms", entry.duration().toMillis());
    }

    private static void target(JsonGenerator json, LedgerEntry entry) throws IOException {
        Target target = entry.target();
        String asked = entry.call().group();
        json.writeStringField("model", target.model().isEmpty() ? asked : target.model());
        json.writeStringField("model_id", target.deployment());
        json.writeStringField("model_group", target.group().isEmpty() ? asked : target.group());
        json.writeStringField("custom_llm_provider", target.provider());
        json.writeStringField("api_base", target.apiBase());
        json.writeStringField("cache_hit", "False");
        json.writeStringField("cache_key", "");
    }

    private static void payer(JsonGenerator json, LedgerEntry entry) throws IOException {
        Payer payer = entry.payer();
        json.writeStringField("user", payer.user());
        SpendReplies.orNull(json, "team_id", payer.team());
        SpendReplies.orNull(json, "organization_id", payer.organization());
        json.writeStringField("end_user", payer.customer());
        json.writeArrayFieldStart("request_tags");
        for (String tag : entry.call().tags()) {
            json.writeString(tag);
        }
        json.writeEndArray();
    }

    private void metadata(JsonGenerator json, LedgerEntry entry) throws IOException {
        Payer payer = entry.payer();
        boolean success = entry.outcome().status() == Status.SUCCESS;
        json.writeStringField("status", success ? "success" : "failure");
        json.writeObjectFieldStart("metadata");
        json.writeStringField("user_api_key", payer.keyHash());
        SpendReplies.orNull(json, "user_api_key_alias", payer.keyAlias());
        SpendReplies.orNull(json, "user_api_key_user_id", payer.user());
        SpendReplies.orNull(json, "user_api_key_team_id", payer.team());
        SpendReplies.orNull(json, "user_api_key_team_alias", payer.teamAlias());
        SpendReplies.orNull(json, "user_api_key_org_id", payer.organization());
        json.writeStringField("status", success ? "success" : "failure");
        json.writeBooleanField("unpriced", entry.cost().isEmpty());
        json.writeBooleanField("estimated", entry.usage().estimated());
        SpendReplies.orNull(json, "price_version", entry.target().prices());
        usage(json, entry.usage());
        if (!success) {
            error(json, entry);
        }
        json.writeEndObject();
        for (String kept : new String[] {"messages", "response", "proxy_server_request"}) {
            json.writeObjectFieldStart(kept);
            json.writeEndObject();
        }
    }

    /// Tokens of the kinds that have prices of their own.
    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("additional_usage_values");
        json.writeNumberField("cache_read_input_tokens", usage.cacheReadTokens());
        json.writeNumberField(
                "cache_creation_input_tokens",
                usage.cacheWriteTokens() + usage.cacheWrite1hTokens());
        json.writeNumberField("reasoning_tokens", usage.reasoningTokens());
        json.writeEndObject();
    }

    private void error(JsonGenerator json, LedgerEntry entry) throws IOException {
        Outcome outcome = entry.outcome();
        ErrorNames.Name name = names.of(outcome.error());
        json.writeObjectFieldStart("error_information");
        json.writeStringField("error_code", name.code());
        json.writeStringField("error_class", name.exception());
        json.writeStringField("error_message", outcome.message());
        json.writeStringField("normalized_error", name.normalized());
        json.writeStringField("llm_provider", entry.target().provider());
        json.writeEndObject();
    }
}
