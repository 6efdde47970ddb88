package dev.tollgate.adapters.providers.catalogue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which the catalogue may list a model, the one that knows most first: with
/// region, with provider, bare, and then as its provider spells it.
final class Names {
    private static final Pattern BEDROCK_ROUTE =
            Pattern.compile(
                    "(converse|invoke|converse_like|arn:.*/|[a-z]{2}(-[a-z]+)+-\\d)(/|(?<=/))");

    /// Geographies that Bedrock puts before the name of an inference profile.
    private static final Pattern BEDROCK_GEOGRAPHY =
            Pattern.compile("(us|us-gov|eu|apac|au|jp|ca|sa|global)\\.");

    private static final Pattern VERTEX_VERSION = Pattern.compile("(-\\d{3}|@[a-z0-9-]+)$");
    private static final Pattern FINE_TUNED = Pattern.compile("(ft:[^:]+):.*");

    private Names() {}

    static Set<String> toTry(String provider, String family, String region, String model) {
        Set<String> names = new LinkedHashSet<>();
        // A prefix may be written once, twice or not at all: the shortest reading comes first.
        String once = withoutPrefix(provider, family, model);
        String rest = withoutPrefix(provider, family, once);
        add(names, provider, family, region, rest);
        add(names, provider, family, region, once);
        add(names, provider, family, region, model);
        switch (family) {
            case "bedrock" -> bedrock(names, provider, family, region, rest);
            case "vertex_ai", "gemini" ->
                    add(
                            names,
                            provider,
                            family,
                            region,
                            VERTEX_VERSION.matcher(rest).replaceFirst(""));
            case "openai", "azure" -> {
                Matcher tuned = FINE_TUNED.matcher(rest);
                if (tuned.matches()) {
                    add(names, provider, family, region, tuned.group(1));
                }
            }
            case "fireworks_ai" ->
                    add(names, provider, family, region, "accounts/fireworks/models/" + rest);
            default -> {}
        }
        return names;
    }

    private static void bedrock(
            Set<String> names, String provider, String family, String region, String model) {
        String place = region;
        String rest = model;
        Matcher route = BEDROCK_ROUTE.matcher(rest);
        while (route.lookingAt()) {
            if (rest.charAt(2) == '-') {
                place = route.group(1);
            }
            rest = rest.substring(route.end());
            add(names, provider, family, place, rest);
            route = BEDROCK_ROUTE.matcher(rest);
        }
        Matcher geography = BEDROCK_GEOGRAPHY.matcher(rest);
        if (geography.lookingAt()) {
            add(names, provider, family, place, rest.substring(geography.end()));
        }
    }

    private static void add(
            Set<String> names, String provider, String family, String region, String model) {
        if (!region.isEmpty()) {
            names.add(family + "/" + region + "/" + model);
        }
        names.add(provider + "/" + model);
        names.add(family + "/" + model);
        names.add(model);
    }

    private static String withoutPrefix(String provider, String family, String model) {
        int slash = model.indexOf('/');
        String prefix = slash < 0 ? "" : model.substring(0, slash);
        return prefix.equals(provider) || prefix.equals(family)
                ? model.substring(slash + 1)
                : model;
    }
}
