package dev.tollgate.domain.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `model_name` with `*`: each star captures anything, everything else stands for itself.
/// Anchored at the start only, as LiteLLM's patterns are.
final class ModelPattern {
    private final String text;
    private final Pattern pattern;

    ModelPattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        for (String literal : text.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : "(.*)").append(Pattern.quote(literal));
        }
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    String text() {
        return text;
    }

    /// What the stars stand for in this name, in order.
    Optional<List<String>> captures(String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        List<String> captured = new ArrayList<>(matcher.groupCount());
        for (int group = 1; group <= matcher.groupCount(); group++) {
            captured.add(matcher.group(group));
        }
        return Optional.of(captured);
    }

    /// Fills the stars of an upstream model in turn. Without a star it is meant literally; with
    /// more captures than stars the name asked for is used.
    static String fill(String upstream, List<String> captured, String asked) {
        int stars = (int) upstream.chars().filter(c -> c == '*').count();
        if (stars == 0) {
            return upstream;
        }
        if (captured.size() > stars) {
            return asked;
        }
        StringBuilder filled = new StringBuilder();
        int next = 0;
        for (int i = 0; i < upstream.length(); i++) {
            char c = upstream.charAt(i);
            if (c != '*') {
                filled.append(c);
            } else if (next < captured.size()) {
                filled.append(captured.get(next++));
            }
        }
        return filled.toString();
    }

    /// Longer patterns first, then those with more special characters.
    static int mostSpecificFirst(ModelPattern a, ModelPattern b) {
        int byLength = Integer.compare(b.text.length(), a.text.length());
        return byLength != 0 ? byLength : Long.compare(specials(b.text), specials(a.text));
    }

    private static long specials(String text) {
        return text.chars().filter(c -> "*+?[]{}()^$|\\.".indexOf(c) >= 0).count();
    }
}
