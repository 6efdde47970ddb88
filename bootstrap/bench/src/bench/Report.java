package bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The tables, in Markdown.
final class Report {
    static final String DIRECT = "direct";
    static final String NGINX = "nginx proxy_pass";
    static final String BARE = "bare pass-through";
    static final String TOLLGATE = "Tollgate";
    static final String OTHER_BUILD = "the other build";
    static final String GOVERNED = "a virtual key with budgets and limits, and the ledger";
    static final String WITHOUT_LIMITS = "the same without limits";
    static final String WITHOUT_BUDGETS = "the same without budgets";
    static final String LEDGER_ALONE = "the master key and the ledger";
    static final String COOLED = "half of them fail, cooled down";
    static final String UNCOOLED = "half of them fail, never cooled down";

    private static final List<String> KEPT =
            List.of(GOVERNED, WITHOUT_LIMITS, WITHOUT_BUDGETS, LEDGER_ALONE);

    /// Something that makes columns worthless.
    ///
    /// @param columns their titles, or those of the tables
    record Void(String columns, String why) {}

    private final Figures figures;

    Report(Figures figures) {
        this.figures = figures;
    }

    void print(List<String> rows, List<PlanCost.Cost> plans, List<Void> voids) {
        machine();
        calls(rows);
        governed();
        streams();
        failing();
        plans(plans);
        direct();
        print(voids);
    }

    /// Only the times of calls.
    void printTimes(List<String> rows, List<Void> voids) {
        machine();
        head("Calls at a fixed rate", "p50 ms", "p99 ms", "added p50 ms", "added p99 ms");
        for (String row : Stream.of(List.of(DIRECT), rows, KEPT).flatMap(List::stream).toList()) {
            row(
                    row,
                    figures.median(row, "p50"),
                    figures.median(row, "p99"),
                    figures.added(row, DIRECT, "p50"),
                    figures.added(row, DIRECT, "p99"));
        }
        print(voids);
    }

    private static void machine() {
        System.out.printf(
                "%s, %d cores, Java %s%n",
                LocalDate.now(), Runtime.getRuntime().availableProcessors(), Runtime.version());
    }

    private static void print(List<Void> voids) {
        voids.forEach(each -> System.out.printf("VOID (%s): %s%n", each.columns, each.why));
    }

    private void calls(List<String> rows) {
        head(
                "Calls",
                "CPU µs per request",
                "× nginx",
                "× bare",
                "added p50 ms",
                "added p99 ms",
                "added TTFT p99 ms",
                "added gap p99 ms",
                "RSS MB idle",
                "under load",
                "1,000 streams",
                "allocated × 16 MiB body");
        for (String row : rows) {
            row(
                    row,
                    figures.median(row, "cpu"),
                    figures.ratio(row, NGINX, "cpu"),
                    figures.ratio(row, BARE, "cpu"),
                    figures.added(row, DIRECT, "p50"),
                    figures.added(row, DIRECT, "p99"),
                    figures.added(row, DIRECT, "ttft"),
                    figures.added(row, DIRECT, "gap"),
                    figures.median(row, "idle"),
                    figures.median(row, "loaded"),
                    figures.median(row, "held"),
                    figures.median(row, "allocation"));
        }
        if (rows.contains(OTHER_BUILD)) {
            System.out.printf(
                    Locale.ROOT,
                    "%nCPU per request of this build over the other one: %.3f.%n",
                    figures.ratio(TOLLGATE, OTHER_BUILD, "cpu"));
        }
    }

    private void governed() {
        head(
                "Calls that are kept in PostgreSQL",
                "CPU µs per request",
                "× bare",
                "PostgreSQL's CPU µs",
                "its transactions per request",
                "added p50 ms",
                "added p99 ms",
                "RSS MB under load");
        for (String row : KEPT) {
            row(
                    row,
                    figures.median(row, "cpu"),
                    figures.ratio(row, BARE, "cpu"),
                    figures.median(row, "database"),
                    figures.median(row, "transactions"),
                    figures.added(row, DIRECT, "p50"),
                    figures.added(row, DIRECT, "p99"),
                    figures.median(row, "loaded"));
        }
    }

    private void streams() {
        head(
                "1,000 streams of 100 frames at once",
                "CPU µs per frame",
                "× bare",
                "added gap p99 ms",
                "broken streams");
        for (String row : List.of(BARE, TOLLGATE)) {
            row(
                    row,
                    figures.median(row, "frame"),
                    figures.ratio(row, BARE, "frame"),
                    figures.added(row, DIRECT, "many"),
                    figures.median(row, "broken"));
        }
    }

    private void failing() {
        head(
                "4 deployments",
                "CPU µs per request",
                "× all well",
                "extra CPU µs",
                "extra p50 ms",
                "extra p99 ms");
        for (String row : List.of(TOLLGATE, COOLED, UNCOOLED)) {
            row(
                    row.equals(TOLLGATE) ? "all of them well" : row,
                    figures.median(row, "cpu"),
                    figures.ratio(row, TOLLGATE, "cpu"),
                    figures.added(row, TOLLGATE, "cpu"),
                    figures.added(row, TOLLGATE, "p50"),
                    figures.added(row, TOLLGATE, "p99"));
        }
    }

    private static void plans(List<PlanCost.Cost> plans) {
        List<Integer> sizes =
                plans.stream().map(PlanCost.Cost::candidates).distinct().sorted().toList();
        head(
                "Plan of a call",
                sizes.stream()
                        .flatMap(size -> Stream.of(size + " candidates ns", "bytes allocated"))
                        .toArray(String[]::new));
        for (PlanCost.Strategy strategy : PlanCost.Strategy.values()) {
            double[] values =
                    plans.stream()
                            .filter(each -> each.strategy() == strategy)
                            .flatMap(each -> Stream.of(each.nanos(), each.bytes()))
                            .mapToDouble(Double::doubleValue)
                            .toArray();
            row(strategy.title(), values);
        }
    }

    private void direct() {
        System.out.printf(
                Locale.ROOT,
                "%nDirect: p50 %.2f ms, p99 %.2f ms, TTFT p99 %.2f ms, gap p99 %.2f ms, with 1,000"
                        + " streams %.2f ms. Start to the first 200: %.2f s with the AOT cache,"
                        + " %.2f s without.%n",
                figures.median(DIRECT, "p50"),
                figures.median(DIRECT, "p99"),
                figures.median(DIRECT, "ttft"),
                figures.median(DIRECT, "gap"),
                figures.median(DIRECT, "many"),
                figures.median(TOLLGATE, "warm start"),
                figures.median(TOLLGATE, "cold start"));
    }

    private static void head(String title, String... columns) {
        System.out.printf("%n| %s | %s |%n", title, String.join(" | ", columns));
        System.out.println("|" + "---|".repeat(columns.length + 1));
    }

    private static void row(String title, double... values) {
        List<String> cells = new ArrayList<>(List.of(title));
        for (double value : values) {
            cells.add(number(value));
        }
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }
}
