package dev.tollgate.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An exact amount in US dollars, kept in nano-dollars (10⁻⁹ USD).
public record Usd(long nanos) implements Comparable<Usd> {
    public static final Usd ZERO = new Usd(0);

    /// Rounds half-up to the nano-dollar.
    ///
    /// @throws ArithmeticException above about nine billion dollars
    public static Usd of(BigDecimal dollars) {
        return new Usd(
                dollars.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /// Rounds up to the nano-dollar.
    ///
    /// @throws ArithmeticException above about nine billion dollars
    static Usd ceiling(BigDecimal dollars) {
        return new Usd(
                dollars.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(nanos, other.nanos));
    }

    public BigDecimal toDollars() {
        return BigDecimal.valueOf(nanos, 9);
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(nanos, other.nanos);
    }

    @Override
    public String toString() {
        return nanos == 0 ? "0" : toDollars().stripTrailingZeros().toPlainString();
    }
}
