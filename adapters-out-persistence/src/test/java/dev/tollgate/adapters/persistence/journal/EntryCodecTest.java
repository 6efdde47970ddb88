package dev.tollgate.adapters.persistence.journal;

import static dev.tollgate.application.testkit.contract.EntryDraft.anEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.adapters.persistence.journal.Input.Unreadable;
import dev.tollgate.application.port.out.Journal.Opened;
import dev.tollgate.domain.budget.Scope;
import dev.tollgate.domain.ledger.LedgerEntry;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class EntryCodecTest {
    private static final int SEEDS = 2_000;

    @Test
    void what_is_written_is_read_back() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomRecords random = new RandomRecords(seed);
            LedgerEntry entry = random.entry();

            assertThat(read(written(entry))).as("seed %d", seed).isEqualTo(entry);

            Opened attempt = new Opened(entry, random.usd());
            assertThat(EntryCodec.readOpened(new Input(written(attempt))))
                    .as("seed %d", seed)
                    .isEqualTo(attempt);
        }
    }

    @Test
    void what_a_later_version_adds_to_the_end_is_left_unread() {
        LedgerEntry entry = new RandomRecords(1).entry();
        byte[] longer = Arrays.copyOf(written(entry), written(entry).length + 7);

        assertThat(read(longer)).isEqualTo(entry);
    }

    @Test
    void an_entry_that_ends_too_early_is_told_from_one_that_cannot_be() {
        byte[] whole = written(new RandomRecords(3).entry());
        int complete = whole.length - pricesIn(whole);
        for (int length = 0; length < complete; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void bytes_that_are_no_entry_end_nothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] bytes = written(new RandomRecords(seed).entry());
            Random random = new Random(seed);
            for (int flips = 0; flips < 5; flips++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt(1, 256);
            }
            Found found = new Found(0, 0, Layout.SETTLED, EntryCodec.VERSION, false, bytes);

            // Nothing, or something: but no exception.
            assertThat(found.entry()).isNotNull();
        }
    }

    @Test
    void long_texts_are_cut_between_characters_and_say_so() {
        String message = "é".repeat(5_000);
        LedgerEntry entry = anEntry(1).saying(message).build();

        String read = read(written(entry)).outcome().message();

        assertThat(read).endsWith("é…").hasSize((EntryCodec.MESSAGE - 3) / 2 + 1);
        assertThat(message).startsWith(read.substring(0, read.length() - 1));
    }

    @Test
    void a_text_of_just_the_longest_length_is_whole() {
        String message = "m".repeat(EntryCodec.MESSAGE);

        assertThat(read(written(anEntry(1).saying(message).build())).outcome().message())
                .isEqualTo(message);
    }

    @Test
    void an_entry_of_before_prices_had_versions_is_read() {
        LedgerEntry entry = anEntry(1).in(Scope.CUSTOMER, "c").build();
        byte[] now = written(entry);
        byte[] then = Arrays.copyOf(now, now.length - 1);

        assertThat(entry.target().prices()).isEmpty();
        assertThat(read(then)).isEqualTo(read(now)).isEqualTo(entry);
    }

    @Test
    void accounts_are_never_cut() {
        LedgerEntry entry = anEntry(1).in(Scope.CUSTOMER, "c".repeat(10_000)).build();

        assertThat(read(written(entry)).accounts()).isEqualTo(entry.accounts());
    }

    @Test
    void what_is_no_character_becomes_a_question_mark() {
        LedgerEntry entry = anEntry(1).saying("a\uD800b\uDC00").build();

        assertThat(read(written(entry)).outcome().message()).isEqualTo("a?b?");
    }

    /// How many bytes the version of prices takes at the end, where earlier versions have none.
    private static int pricesIn(byte[] entry) {
        String prices = read(entry).target().prices();
        return 1 + prices.getBytes(StandardCharsets.UTF_8).length;
    }

    private static byte[] written(LedgerEntry entry) {
        Output output = new Output();
        output.reset(0);
        EntryCodec.write(entry, output);
        return Arrays.copyOf(output.bytes(), output.size());
    }

    private static byte[] written(Opened attempt) {
        Output output = new Output();
        output.reset(0);
        EntryCodec.write(attempt, output);
        return Arrays.copyOf(output.bytes(), output.size());
    }

    private static LedgerEntry read(byte[] bytes) {
        return EntryCodec.read(new Input(bytes));
    }
}
