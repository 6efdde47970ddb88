package dev.tollgate.domain.routing;

/// How a call's tags choose among deployments.
///
/// @param enabled `enable_tag_filtering`; if not, tags choose nothing
/// @param matchAny `tag_filtering_match_any`: one common tag is enough; else the deployment must
///   have all of the call's tags
public record TagRules(boolean enabled, boolean matchAny) {
    public static final TagRules OFF = new TagRules(false, true);
}
