package dev.tollgate.bootstrap.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as configurations spell them: `30s`, `30m`, `30h`, `30d`, `1w`, `1mo` (30 days) and
/// plain seconds.
public final class Durations {
    private static final Pattern SPELLING =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9})\\s*(s|m|h|d|w|mo)?");

    private Durations() {}

    /// Nothing where the text is no duration.
    public static Optional<Duration> parse(String text) {
        Matcher matcher = SPELLING.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit =
                switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                    case "s" -> 1L;
                    case "m" -> 60L;
                    case "h" -> 3_600L;
                    case "d" -> 86_400L;
                    case "w" -> 604_800L;
                    default -> 2_592_000L;
                };
        long millis =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(unit * 1000))
                        .setScale(0, RoundingMode.CEILING)
                        .min(BigDecimal.valueOf(Long.MAX_VALUE / 1_000_000))
                        .longValueExact();
        return Optional.of(Duration.ofMillis(millis));
    }
}
