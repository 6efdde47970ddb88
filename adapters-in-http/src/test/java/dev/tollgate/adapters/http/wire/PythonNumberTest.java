package dev.tollgate.adapters.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class PythonNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "1, 1e-09",
        "10, 1e-08",
        "3000, 3e-06",
        "1200, 1.2e-06",
        "12345, 1.2345e-05",
        "99999, 9.9999e-05",
        "100000, 0.0001",
        "4720000, 0.00472",
        "100000000, 0.1",
        "1000000000, 1.0",
        "12500000000, 12.5",
        "9223372036854775807, 9223372036.854775807",
        "-3000, -3e-06",
        "-1500000000, -1.5",
    })
    void a_number_is_written_as_python_writes_it(long nanos, String text) {
        assertThat(written(nanos)).isEqualTo(text);
    }

    @Test
    void every_number_reads_as_what_it_is() {
        for (long seed = 0; seed < 2_000; seed++) {
            long nanos = new Random(seed).nextLong(1L << (seed % 62 + 1));

            assertThat(new BigDecimal(written(nanos)))
                    .describedAs("seed %d", seed)
                    .isEqualByComparingTo(BigDecimal.valueOf(nanos, 9));
        }
    }

    private static String written(long nanos) {
        byte[] bytes = new byte[64];
        int end = PythonNumber.write(nanos, bytes, 5);
        return new String(bytes, 5, end - 5, StandardCharsets.US_ASCII);
    }
}
