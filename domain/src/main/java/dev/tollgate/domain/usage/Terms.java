package dev.tollgate.domain.usage;

/// What the price of a usage depends on besides its amounts.
///
/// @param tier as served, or as asked for where the provider did not say
/// @param fast whether the provider's faster mode was on, which some bill as a multiple
/// @param geoUs whether the call was kept within the United States, which some bill as a multiple
/// @param resolution of images or video as the catalogue writes it (`720p`, `2k`); empty if none
public record Terms(ServiceTier tier, boolean fast, boolean geoUs, String resolution) {
    public static final Terms USUAL = new Terms(ServiceTier.UNSTATED, false, false, "");

    private static final Terms STANDARD = new Terms(ServiceTier.STANDARD, false, false, "");

    public static Terms of(ServiceTier tier) {
        return switch (tier) {
            case UNSTATED -> USUAL;
            case STANDARD -> STANDARD;
            case PRIORITY, FLEX, BATCH, BALANCED, ULTRAFAST -> new Terms(tier, false, false, "");
        };
    }

    /// These terms, at a tier that was asked for where none was told.
    public Terms orTier(ServiceTier asked) {
        return tier.stated() || !asked.stated() ? this : new Terms(asked, fast, geoUs, resolution);
    }

    /// The terms of two attempts together: whatever either of them states, the first one's first.
    public Terms plus(Terms other) {
        return equals(other)
                ? this
                : new Terms(
                        tier.stated() ? tier : other.tier,
                        fast || other.fast,
                        geoUs || other.geoUs,
                        resolution.isEmpty() ? other.resolution : resolution);
    }
}
