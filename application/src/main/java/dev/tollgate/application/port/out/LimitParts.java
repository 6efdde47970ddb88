package dev.tollgate.application.port.out;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The parts that replicas hold of limits they share. A replica uses up only what it holds, minute
/// after minute; of no limit is more held by all together than was allowed when a part was given,
/// but for what a replica used without knowing it before. Every method throws [StorageUnavailable]
/// when the store is away.
public interface LimitParts {
    /// What a replica holds that was not heard of for so long is free again. It has told itself
    /// long before that it holds nothing, and what it used then is more than a minute ago.
    Duration SILENT_FOR = Duration.ofSeconds(75);

    /// Tells what a replica holds, which replaces what it held, and gives it more: to all of the
    /// wishes what they need at least, or nothing to any of them. What then is short is recalled
    /// from the others. A wish that is older than another one of the same replica on the same limit
    /// changes nothing and is short.
    ///
    /// @param wishes each limit once
    /// @return one part for each wish, in their order
    List<Part> hold(String instance, List<Wish> wishes);

    /// The limits that others are short of and this replica holds parts of, since it last told what
    /// it holds of them.
    Set<String> recalled(String instance);

    /// Forgets what nobody holds any more.
    void sweep();

    /// @param limit its name
    /// @param allowed the limit itself
    /// @param held what the replica holds before, or has used if that is more
    /// @param used how much of it is used at the moment
    /// @param least what it needs more; 0: whatever there is
    /// @param wanted what would be welcome, at least `least`
    /// @param order greater than that of every earlier wish of the replica
    record Wish(
            String limit, long allowed, long held, long used, long least, long wanted, long order) {
        public Wish {
            if (held < 0 || least < 0 || wanted < least) {
                throw new IllegalArgumentException(
                        "held and least must not be negative, wanted at least least: %d, %d, %d"
                                .formatted(held, least, wanted));
            }
        }
    }

    /// @param held what the replica holds now
    /// @param others what the others hold
    /// @param idle how much of that they do not use, as far as they have told
    /// @param enough whether at least the least was free
    record Part(long held, long others, long idle, boolean enough) {}
}
