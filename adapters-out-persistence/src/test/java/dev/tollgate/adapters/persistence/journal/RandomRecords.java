package dev.tollgate.adapters.persistence.journal;

import dev.tollgate.domain.ledger.LedgerEntry;
import dev.tollgate.domain.money.Usd;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Entries full of chance, made of their records' components: one that is added later is filled
/// too.
final class RandomRecords {
    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    LedgerEntry entry() {
        return (LedgerEntry) of(LedgerEntry.class);
    }

    Usd usd() {
        return new Usd(random.nextLong());
    }

    private Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Map.class) {
                return map(element, generic.getActualTypeArguments()[1]);
            }
            return generic.getRawType() == Optional.class
                    ? Optional.of(element).filter(_ -> random.nextBoolean()).map(this::of)
                    : some(element);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() ? made(plain) : value(plain);
    }

    private List<Object> some(Type element) {
        return Stream.generate(() -> of(element)).limit(random.nextInt(6)).toList();
    }

    private Map<Object, Object> map(Type key, Type value) {
        Map<Object, Object> all = new HashMap<>();
        some(key).forEach(it -> all.put(it, of(value)));
        return all;
    }

    private Object made(Class<?> type) {
        if (type == Usd.class) {
            return usd();
        }
        RecordComponent[] parts = type.getRecordComponents();
        try {
            var constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(parts)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            return constructor.newInstance(
                    Arrays.stream(parts).map(part -> of(part.getGenericType())).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private Object value(Class<?> type) {
        if (type.isEnum()) {
            Object[] all = type.getEnumConstants();
            return all[random.nextInt(all.length)];
        }
        return switch (type.getSimpleName()) {
            case "boolean" -> random.nextBoolean();
            case "int" -> random.nextInt() >>> random.nextInt(1, 32);
            case "long" -> random.nextLong() >>> random.nextInt(1, 64);
            case "String" -> text();
            case "BigDecimal" ->
                    new BigDecimal(
                                    new BigInteger(random.nextInt(1, 100), random),
                                    random.nextInt(20))
                            .add(BigDecimal.ONE);
            case "UUID" -> new UUID(random.nextLong(), random.nextLong());
            case "Instant" ->
                    Instant.ofEpochSecond(
                            random.nextLong(-10_000_000_000L, 100_000_000_000L),
                            random.nextInt(1_000_000_000));
            case "Duration" -> Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
            default -> throw new IllegalStateException("no chance for a " + type);
        };
    }

    private String text() {
        int length = random.nextInt(3) == 0 ? 0 : random.nextInt(120);
        int widest = new int[] {0x80, 0x800, 0xD800, 0x10FFFF}[random.nextInt(4)];
        return IntStream.range(0, length)
                .map(_ -> random.nextInt(widest))
                .map(point -> Character.isSurrogate((char) point) ? 'x' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
