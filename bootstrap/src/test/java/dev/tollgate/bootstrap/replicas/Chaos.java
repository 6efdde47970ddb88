package dev.tollgate.bootstrap.replicas;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// How much of it: a little in the build, more where `bootstrap/bench/chaos` asks for it.
final class Chaos {
    private Chaos() {}

    /// A number that the script may have set.
    static int number(String name, int otherwise) {
        return Integer.getInteger("chaos." + name, otherwise);
    }

    /// The seeds to try, from the first one that the script may have set.
    static List<Long> seeds() {
        long first = number("seed", 1);
        return LongStream.range(first, first + number("seeds", 1)).boxed().toList();
    }

    /// Prints what people like to know of a run.
    static void tell(String what, List<Answer> answers) {
        System.out.println(
                what
                        + ": answers by status "
                        + answers.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                Answer::status,
                                                TreeMap::new,
                                                Collectors.counting())));
    }

    /// Prints how long something took.
    static void tell(String what, long began) {
        System.out.printf("%s %.3f s%n", what, (System.nanoTime() - began) / 1e9);
    }
}
