package dev.tollgate.domain.money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// The exact parts of a cost, in USD per million. Nothing is counted twice.
///
/// @param input of the prompt without what was read from or written to the cache
/// @param output of the answer without reasoning
/// @param tools searches, sessions and other fees of tools
record Parts(
        BigDecimal input,
        BigDecimal cacheRead,
        BigDecimal cacheWrite,
        BigDecimal output,
        BigDecimal reasoning,
        BigDecimal tools) {
    static final Parts NONE = of(BigDecimal.ZERO, BigDecimal.ZERO);

    /// A cost that has no parts but these.
    static Parts of(BigDecimal input, BigDecimal output) {
        BigDecimal none = BigDecimal.ZERO;
        return new Parts(input, none, none, output, none, none);
    }

    /// The parts of these sums; nothing if one is unpriced.
    static @Nullable Parts of(
            Rates.Sum in, Rates.Sum read, Rates.Sum written, Rates.Sum out, Rates.Sum thought) {
        BigDecimal input = in.total();
        BigDecimal cacheRead = read.total();
        BigDecimal cacheWrite = written.total();
        BigDecimal output = out.total();
        BigDecimal reasoning = thought.total();
        return input == null
                        || cacheRead == null
                        || cacheWrite == null
                        || output == null
                        || reasoning == null
                ? null
                : new Parts(input, cacheRead, cacheWrite, output, reasoning, BigDecimal.ZERO);
    }

    BigDecimal total() {
        return plus(plus(prompt(), answer()), tools);
    }

    /// Of the whole prompt.
    BigDecimal prompt() {
        return plus(plus(input, cacheRead), cacheWrite);
    }

    /// Of the whole answer.
    BigDecimal answer() {
        return plus(output, reasoning);
    }

    /// Everything but tools, times a factor.
    Parts times(BigDecimal factor) {
        return factor.compareTo(BigDecimal.ONE) == 0
                ? this
                : new Parts(
                        input.multiply(factor),
                        cacheRead.multiply(factor),
                        cacheWrite.multiply(factor),
                        output.multiply(factor),
                        reasoning.multiply(factor),
                        tools);
    }

    Parts withTools(BigDecimal fees) {
        return new Parts(input, cacheRead, cacheWrite, output, reasoning, fees);
    }

    Parts plus(Parts other) {
        return new Parts(
                plus(input, other.input),
                plus(cacheRead, other.cacheRead),
                plus(cacheWrite, other.cacheWrite),
                plus(output, other.output),
                plus(reasoning, other.reasoning),
                plus(tools, other.tools));
    }

    private static BigDecimal plus(BigDecimal one, BigDecimal other) {
        if (one.signum() == 0) {
            return other;
        }
        return other.signum() == 0 ? one : one.add(other);
    }
}
