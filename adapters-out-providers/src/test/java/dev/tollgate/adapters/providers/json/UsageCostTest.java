package dev.tollgate.adapters.providers.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tollgate.domain.call.Frame;
import dev.tollgate.domain.money.Usd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class UsageCostTest {
    @Test
    void the_cost_stands_last_in_the_usage_and_nothing_else_changes() {
        Frame event =
                event("data: {\"id\": \"a\", \"usage\": {\"total_tokens\": 12}, \"x\":1}\n\n");

        Frame told = UsageCost.in(event, () -> Optional.of(new Usd(3_000)));

        assertThat(text(told))
                .isEqualTo(
                        "data: {\"id\": \"a\", \"usage\": {\"total_tokens\":"
                                + " 12,\"cost\":0.000003}, \"x\":1}\n\n");
        assertThat(told.kind()).isEqualTo(event.kind());
    }

    @Test
    void an_unknown_cost_is_not_told() {
        Frame event = event("data: {\"usage\":{\"total_tokens\":12}}\n\n");

        assertThat(UsageCost.in(event, Optional::empty)).isSameAs(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[]}\n\n",
                "data: {\"usage\":null}\n\n",
                "data: {\"usage\":{}}\n\n",
                "data: {\"usage\":{\"cost\":{\"total_cost\":1}}}\n\n",
                "data: {\"usage\":\ndata: {\"total_tokens\":12}}\n\n",
                "data: {\"usage\":{\"total_tokens\":12}\n\n",
                "data: [DONE]\n\n",
                ": ping\n\n",
                "\n\n"
            })
    void what_tells_no_usage_or_its_own_cost_stays_as_it_is(String text) {
        Frame event = event(text);

        assertThat(UsageCost.in(event, () -> fail("nobody needs the cost"))).isSameAs(event);
    }

    private static Frame event(String text) {
        byte[] bytes = ("??" + text).getBytes(StandardCharsets.UTF_8);
        return new Frame(bytes, 2, bytes.length - 2, Frame.Kind.OTHER);
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), frame.offset(), frame.length(), StandardCharsets.UTF_8);
    }
}
