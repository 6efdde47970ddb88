package dev.tollgate.domain.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTextTest {
    @Test
    void a_text_is_kept_as_it_is_up_to_its_bound() {
        assertThat(KeptText.beginning("", 3)).isEmpty();
        assertThat(KeptText.beginning("abc", 3)).isEqualTo("abc");
        assertThat(KeptText.beginning("abcd", 3)).isEqualTo("abc");
    }

    @Test
    void what_no_store_keeps_is_replaced() {
        String kept = KeptText.beginning("a\0b\ud83dc\ude00", 9);

        assertThat(kept).isEqualTo("a\ufffdb\ufffdc\ufffd");
        assertThat(KeptText.isPossible(kept)).isTrue();
    }

    @Test
    void no_character_is_cut_in_half() {
        assertThat(KeptText.beginning("ab\ud83d\ude00", 3)).isEqualTo("ab");
        assertThat(KeptText.beginning("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
    }
}
