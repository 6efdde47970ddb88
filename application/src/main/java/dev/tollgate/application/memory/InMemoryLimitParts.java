package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.LimitParts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Parts of limits that live as long as the process.
public final class InMemoryLimitParts implements LimitParts {
    private final InstantSource time;
    private final Map<String, Map<String, Row>> rows = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();

    public InMemoryLimitParts(InstantSource time) {
        this.time = time;
    }

    private record Row(long held, long used, boolean recalled, long order) {}

    @Override
    public synchronized List<Part> hold(String instance, List<Wish> wishes) {
        heard.put(instance, time.instant());
        List<Part> told = wishes.stream().map(wish -> tell(instance, wish)).toList();
        boolean all = told.stream().allMatch(Part::enough);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            parts.add(all ? give(instance, wishes.get(i), told.get(i)) : told.get(i));
            if (!told.get(i).enough()) {
                recall(instance, wishes.get(i).limit());
            }
        }
        return parts;
    }

    private Part tell(String instance, Wish wish) {
        Map<String, Row> its = rows.computeIfAbsent(wish.limit(), _ -> new HashMap<>());
        Row old = its.getOrDefault(instance, new Row(0, 0, false, Long.MIN_VALUE));
        if (old.order >= wish.order()) {
            return part(old.held, its, instance, false);
        }
        its.put(instance, new Row(wish.held(), wish.used(), false, wish.order()));
        long others = others(its, instance);
        long free = wish.allowed() - wish.held() - others;
        return part(wish.held(), its, instance, wish.least() == 0 || free >= wish.least());
    }

    private Part give(String instance, Wish wish, Part told) {
        long free = Math.max(0, wish.allowed() - told.held() - told.others());
        long held = told.held() + Math.min(free, wish.wanted());
        rows.getOrDefault(wish.limit(), Map.of())
                .put(instance, new Row(held, wish.used() + wish.least(), false, wish.order()));
        return new Part(held, told.others(), told.idle(), true);
    }

    private void recall(String instance, String limit) {
        rows.getOrDefault(limit, Map.of())
                .replaceAll(
                        (holder, row) ->
                                holder.equals(instance) || row.held == 0
                                        ? row
                                        : new Row(row.held, row.used, true, row.order));
    }

    private long others(Map<String, Row> its, String instance) {
        return sum(its, instance, row -> row.held);
    }

    private Part part(long held, Map<String, Row> its, String instance, boolean enough) {
        long idle = sum(its, instance, row -> Math.max(0, row.held - row.used));
        return new Part(held, others(its, instance), idle, enough);
    }

    private long sum(Map<String, Row> its, String instance, ToLongFunction<Row> amount) {
        return its.entrySet().stream()
                .filter(row -> !row.getKey().equals(instance) && alive(row.getKey()))
                .mapToLong(row -> amount.applyAsLong(row.getValue()))
                .sum();
    }

    private boolean alive(String instance) {
        Instant last = heard.get(instance);
        return last != null && last.plus(SILENT_FOR).isAfter(time.instant());
    }

    @Override
    public synchronized Set<String> recalled(String instance) {
        return rows.entrySet().stream()
                .filter(
                        limit ->
                                limit.getValue()
                                        .getOrDefault(instance, new Row(0, 0, false, 0))
                                        .recalled)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void sweep() {
        heard.keySet().removeIf(instance -> !alive(instance));
        rows.values().forEach(its -> its.keySet().removeIf(instance -> !alive(instance)));
        rows.values().removeIf(Map::isEmpty);
    }
}
