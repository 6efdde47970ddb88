package dev.tollgate.domain.money;

import java.math.BigDecimal;

/// What a usage costs, and what for. The cost is the exact sum, rounded once, half-up, to the
/// nano-dollar; the parts are rounded each for itself.
public final class Bill {
    private static final int MILLIONTHS = 6;

    private final Parts parts;
    private final Markup markup;
    private final BigDecimal original;
    private final Usd cost;

    private Bill(Parts parts, Markup markup, BigDecimal original, Usd cost) {
        this.parts = parts;
        this.markup = markup;
        this.original = original;
        this.cost = cost;
    }

    /// @throws ArithmeticException above about nine billion dollars
    static Bill of(Parts parts, Markup markup) {
        BigDecimal original = parts.total().movePointLeft(MILLIONTHS);
        return new Bill(parts, markup, original, Usd.of(markup.of(original)));
    }

    /// What is charged: the provider's price, less the discount, plus the margin.
    public Usd cost() {
        return cost;
    }

    /// The provider's price.
    public Usd original() {
        return markup.none() ? cost : Usd.of(original);
    }

    /// Of the prompt, what was read from and written to the cache included.
    public Usd input() {
        return usd(parts.prompt());
    }

    /// Of the answer, reasoning included.
    public Usd output() {
        return usd(parts.answer());
    }

    /// The part of the input that was read from the cache.
    public Usd cacheRead() {
        return usd(parts.cacheRead());
    }

    /// The part of the input that was written to the cache.
    public Usd cacheWrite() {
        return usd(parts.cacheWrite());
    }

    /// The part of the output that was reasoning.
    public Usd reasoning() {
        return usd(parts.reasoning());
    }

    /// Fees of tools: searches, sessions, …
    public Usd tools() {
        return usd(parts.tools());
    }

    public Usd discount() {
        return markup.none() ? Usd.ZERO : Usd.of(markup.discountOf(original));
    }

    /// The fixed amount included.
    public Usd margin() {
        return markup.none()
                ? Usd.ZERO
                : Usd.of(markup.marginOf(original.subtract(markup.discountOf(original))));
    }

    /// The margin as a part of the discounted price, 0.1 for ten percent; the fixed amount left
    /// aside.
    public BigDecimal marginRate() {
        return markup.margin();
    }

    private static Usd usd(BigDecimal millions) {
        return millions.signum() == 0 ? Usd.ZERO : Usd.of(millions.movePointLeft(MILLIONTHS));
    }

    @Override
    public String toString() {
        return "Bill[" + cost + ", " + parts + "]";
    }
}
