package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// Issues virtual keys, changes, shows and withdraws them. Wherever a key is named, the key itself
/// and its SHA-256 in hex will do.
public interface ManageKeys {
    Outcome manage(Actor actor, Request request);

    /// What is asked. A request's `toString` shows no key.
    sealed interface Request {
        /// A new key. The answer's `key` is the only place where it is ever shown.
        ///
        /// @param serviceAccount a team's own key, that belongs to no user
        record Generate(Fields fields, boolean serviceAccount) implements Request {}

        /// @param fields what to change, and `key`, or `key_alias` alone, for which
        record Update(Fields fields) implements Request {}

        /// Many changes, each by itself.
        record UpdateAll(List<Fields> changes) implements Request {
            public UpdateAll {
                changes = List.copyOf(changes);
            }
        }

        /// Withdraws keys, by themselves or by their aliases.
        record Delete(List<String> keys, List<String> aliases) implements Request {
            public Delete {
                keys = List.copyOf(keys);
                aliases = List.copyOf(aliases);
            }

            @Override
            public String toString() {
                return "Delete[" + keys.size() + " keys, " + aliases.size() + " aliases]";
            }
        }

        /// @param key empty: the one that was shown
        record Show(String key) implements Request {
            @Override
            public String toString() {
                return "Show[]";
            }
        }

        record ShowAll(List<String> keys) implements Request {
            public ShowAll {
                keys = List.copyOf(keys);
            }

            @Override
            public String toString() {
                return "ShowAll[" + keys.size() + "]";
            }
        }

        record Browse(KeyFilter filter, Paging paging) implements Request {}

        /// The aliases in use.
        ///
        /// @param search what they contain; empty: anything
        record Aliases(String search, int page, int size) implements Request {}

        record Block(String key, boolean blocked) implements Request {
            @Override
            public String toString() {
                return "Block[" + blocked + "]";
            }
        }

        /// A new key in the place of an old one, with the same limits and spend.
        ///
        /// @param key the old one; empty: the one that was shown
        /// @param fields changes on this occasion, `new_key`, and `grace_period`, how long the old
        ///   one works on
        /// @param repetition whoever repeats it gets the same new key again; empty: each is another
        record Regenerate(String key, Fields fields, String repetition) implements Request {
            @Override
            public String toString() {
                return "Regenerate[]";
            }
        }

        /// Sets the spend of a key's present period.
        record ResetSpend(String key, Fields fields) implements Request {
            @Override
            public String toString() {
                return "ResetSpend[]";
            }
        }

        /// Sets to nothing what all keys and all teams have spent. What their calls cost stays in
        /// the ledger and in reports.
        record ResetSpendOfAll() implements Request {}

        /// Whether the key that was shown works.
        record Health() implements Request {}
    }

    /// Which keys to list; empty texts ask for nothing.
    ///
    /// @param aliasPart what the alias contains
    /// @param project exactly
    /// @param created also those that the user created for others
    /// @param ofTeams also those of the teams that the caller administers
    /// @param deleted those that were withdrawn
    record KeyFilter(
            String user,
            String team,
            String organization,
            String hash,
            String alias,
            String aliasPart,
            String project,
            boolean created,
            boolean ofTeams,
            boolean deleted) {
        @Override
        public String toString() {
            return "KeyFilter[]";
        }
    }
}
