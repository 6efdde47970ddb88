package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// What was measured: one value a round for each row and measure, NaN where a round has none.
/// Comparisons are made within a round, because the machine changes from one to the next, and then
/// the median is taken over the rounds.
final class Figures {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String row, String measure, double value) {
        of(row, measure).add(value);
    }

    double median(String row, String measure) {
        return median(of(row, measure));
    }

    /// How many times the base's value a row's is.
    double ratio(String row, String base, String measure) {
        return median(paired(row, base, measure, (own, other) -> own / other));
    }

    /// By how much a row's value is above the base's.
    double added(String row, String base, String measure) {
        return median(paired(row, base, measure, (own, other) -> own - other));
    }

    private List<Double> paired(
            String row, String base, String measure, DoubleBinaryOperator compared) {
        List<Double> own = of(row, measure);
        List<Double> other = of(base, measure);
        List<Double> results = new ArrayList<>();
        for (int round = 0; round < Math.min(own.size(), other.size()); round++) {
            results.add(compared.applyAsDouble(own.get(round), other.get(round)));
        }
        return results;
    }

    private List<Double> of(String row, String measure) {
        return values.computeIfAbsent(row + "/" + measure, _ -> new ArrayList<>());
    }

    private static double median(List<Double> all) {
        List<Double> known = all.stream().filter(each -> !each.isNaN()).sorted().toList();
        if (known.isEmpty()) {
            return Double.NaN;
        }
        int half = known.size() / 2;
        return known.size() % 2 == 1
                ? known.get(half)
                : (known.get(half - 1) + known.get(half)) / 2;
    }
}
