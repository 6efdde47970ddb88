package dev.tollgate.domain.money;

import java.math.BigDecimal;

/// What an operator charges beside the provider's price: first a discount on it, then a margin on
/// what is left, then a fixed amount for each call.
///
/// @param discount part of the price, from 0 to 1
/// @param margin part of the discounted price, at least 0
/// @param fixed USD for each call that has a price, at least 0
public record Markup(BigDecimal discount, BigDecimal margin, BigDecimal fixed) {
    public static final Markup NONE = new Markup(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public Markup {
        if (discount.signum() < 0 || discount.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "a discount must be from 0 to 1 but is " + discount.toPlainString());
        }
        if (margin.signum() < 0 || fixed.signum() < 0) {
            throw new IllegalArgumentException(
                    "a margin must not be negative but is %s and %s USD"
                            .formatted(margin.toPlainString(), fixed.toPlainString()));
        }
    }

    boolean none() {
        return discount.signum() == 0 && margin.signum() == 0 && fixed.signum() == 0;
    }

    BigDecimal discountOf(BigDecimal price) {
        return price.multiply(discount);
    }

    /// Of the discounted price, the fixed amount included.
    BigDecimal marginOf(BigDecimal discounted) {
        return discounted.multiply(margin).add(fixed);
    }

    /// What is charged for a price.
    BigDecimal of(BigDecimal price) {
        if (none()) {
            return price;
        }
        BigDecimal discounted = price.subtract(discountOf(price));
        return discounted.add(marginOf(discounted));
    }

    /// What a price is multiplied by, the fixed amount left aside.
    BigDecimal factor() {
        return BigDecimal.ONE.subtract(discount).multiply(BigDecimal.ONE.add(margin));
    }
}
