package dev.tollgate.application.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.call.Attribution;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class TranscriptRulesTest {
    private static final TranscriptRules ALL = new TranscriptRules(true, true);
    private static final ModelCall CALL = TestGateway.aCall("chat", false, CallOverrides.NONE);

    private static ModelCall saying(String noLog) {
        String body = "{\"no-log\":" + noLog + "}";
        Field field = new Field("no-log", 1, 10, body.length() - 1);
        return CALL.with(
                new Letter(
                        Dialect.OPENAI_CHAT,
                        body.getBytes(StandardCharsets.UTF_8),
                        List.of(field)));
    }

    private static ModelCall of(KeyHolder holder, Attribution attribution) {
        return new ModelCall(
                CALL.id(),
                new Caller("ci", Caller.Role.KEY, holder),
                CALL.model(),
                false,
                false,
                CALL.overrides(),
                CALL.output(),
                attribution,
                CALL.forwarded(),
                "",
                CALL.letter());
    }

    private static KeyHolder confidentialKey() {
        KeyHolder nobody = KeyHolder.NOBODY;
        return new KeyHolder(
                "k1",
                "hash",
                "",
                "",
                "",
                nobody.role(),
                "",
                "",
                "",
                nobody.models(),
                List.of(),
                List.of(),
                nobody.aliases(),
                List.of(),
                List.of(),
                true,
                false,
                nobody.expires());
    }

    @Test
    void nothing_is_kept_unless_the_operator_says_so() {
        assertThat(TranscriptRules.NOTHING.keep(CALL)).isFalse();
        assertThat(ALL.keep(CALL)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "1, true", "'\"true\"', true"})
    void a_call_that_says_no_log_is_not_kept(String noLog, boolean kept) {
        assertThat(ALL.keep(saying(noLog))).isEqualTo(kept);
    }

    @Test
    void unless_the_operator_forbids_that() {
        assertThat(new TranscriptRules(true, false).keep(saying("true"))).isTrue();
    }

    @Test
    void a_key_or_a_caller_that_wants_it_confidential_is_heeded_in_any_case() {
        TranscriptRules strict = new TranscriptRules(true, false);
        Attribution confidential = new Attribution("", "", true);
        assertThat(strict.keep(of(KeyHolder.NOBODY, Attribution.NONE))).isTrue();
        assertThat(strict.keep(of(KeyHolder.NOBODY, confidential))).isFalse();
        assertThat(strict.keep(of(confidentialKey(), Attribution.NONE))).isFalse();
    }
}
