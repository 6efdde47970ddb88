package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.function.Consumer;

/// What another gateway keeps in its database, all of it as it was at one moment. Nothing is
/// changed there. Throws [StorageUnavailable] when that database is away.
public interface ForeignRecords extends AutoCloseable {
    /// The field of a row that could not be read, with the reason; the others are not there then.
    String UNREADABLE = "tollgate_unreadable";

    /// The limits that a row refers to by `budget_id`.
    String BUDGET = "tollgate_budget";

    /// All that was ever spent by a row's subject, as far as figures of days go back.
    String EVER = "tollgate_ever";

    /// Of a team: its memberships, the limits it gives to each member, and its names for models.
    String MEMBERSHIPS = "tollgate_memberships";

    String MEMBER_BUDGET = "tollgate_member_budget";
    String ALIASES = "tollgate_aliases";

    /// Where it is, for people; nothing secret.
    String place();

    /// Reads all rows of a kind, in batches of so many at most. A row has its columns by name,
    /// those that this version of the other gateway has, and what stands above. Of what has no
    /// table there are no rows.
    void read(Kind kind, int most, Consumer<List<Fields>> batches);

    @Override
    void close();

    /// What is kept there, in an order in which nothing comes before what it refers to.
    enum Kind {
        BUDGETS,
        ORGANIZATIONS,
        USERS,
        ORGANIZATION_MEMBERS,
        TEAMS,
        CUSTOMERS,
        TAGS,
        KEYS,
        /// old hashes of renewed keys that are still in their grace period
        RETIRED_KEYS,
        PROJECTS,
        /// secrets that deployments refer to; what is encrypted there is open
        CREDENTIALS,
        /// deployments; what is encrypted there is open
        MODELS,
        /// named lists of models that teams and keys refer to
        ACCESS_GROUPS,
        /// keys that stand for tokens of identity providers
        JWT_KEY_MAPPINGS,
        SPEND_LOGS
    }
}
