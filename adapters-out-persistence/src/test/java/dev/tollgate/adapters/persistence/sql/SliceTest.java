package dev.tollgate.adapters.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class SliceTest {
    private static final long TOTAL = 23;

    /// The rows that a database finds in either order.
    private static List<Long> rows(Slice slice) {
        LongStream walked =
                LongStream.range(0, TOTAL).map(row -> slice.fromEnd() ? TOTAL - 1 - row : row);
        return walked.skip(slice.offset()).limit(slice.limit()).sorted().boxed().toList();
    }

    @Test
    void every_page_has_its_rows_whichever_end_it_is_looked_for_from() {
        for (int limit = 1; limit < 30; limit++) {
            for (long offset = 0; offset < 30; offset++) {
                assertThat(rows(Slice.of(offset, limit, TOTAL)))
                        .as("offset %d, limit %d", offset, limit)
                        .isEqualTo(
                                LongStream.range(offset, Math.min(TOTAL, offset + limit))
                                        .boxed()
                                        .toList());
            }
        }
    }

    @Test
    void nobody_walks_over_more_than_half_of_a_list() {
        for (long offset = 0; offset < 30; offset++) {
            assertThat(Slice.of(offset, 5, TOTAL).offset()).isLessThanOrEqualTo(TOTAL / 2);
        }
    }
}
