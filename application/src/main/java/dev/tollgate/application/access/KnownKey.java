package dev.tollgate.application.access;

import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.port.in.IdentifyCaller.Whose;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;

import java.util.Optional;
import java.util.Set;

/// What is known of a key's hash, or of a token's digest.
sealed interface KnownKey extends Dependent {
    /// @param blocked why it may not be used, if it may not
    /// @param known the answer for a key that may be used
    record Found(
            KeyHolder holder, Optional<Block> blocked, Set<Reference> dependsOn, Identity known)
            implements KnownKey {
        public Found {
            dependsOn = Set.copyOf(dependsOn);
        }

        Found(KeyHolder holder, Optional<Block> blocked, Set<Reference> dependsOn) {
            this(
                    holder,
                    blocked,
                    dependsOn,
                    new Identity.Known(new Caller(named(holder), Caller.Role.KEY, holder)));
        }

        private static String named(KeyHolder holder) {
            return holder.keyAlias().isEmpty() ? holder.keyName() : holder.keyAlias();
        }
    }

    /// There is no such key.
    record Missing(Set<Reference> dependsOn) implements KnownKey {
        public Missing {
            dependsOn = Set.copyOf(dependsOn);
        }
    }

    /// A token that is nobody's who may come in.
    ///
    /// @param dependsOn nothing: that may change without any news of it
    record NotAdmitted(Identity why, Set<Reference> dependsOn) implements KnownKey {
        public NotAdmitted {
            dependsOn = Set.copyOf(dependsOn);
        }
    }

    record Block(Whose whose, String id) {}
}
