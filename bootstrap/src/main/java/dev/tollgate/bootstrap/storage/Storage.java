package dev.tollgate.bootstrap.storage;

import dev.tollgate.adapters.persistence.entities.SqlDeletedCopies;
import dev.tollgate.adapters.persistence.entities.SqlEntities;
import dev.tollgate.adapters.persistence.files.SaltKeyFile;
import dev.tollgate.adapters.persistence.journal.JournalSettings;
import dev.tollgate.adapters.persistence.journal.MappedJournal;
import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.adapters.persistence.postgres.PostgresConnections;
import dev.tollgate.adapters.persistence.postgres.PostgresWakeups;
import dev.tollgate.adapters.persistence.replicas.SqlCooldownBoard;
import dev.tollgate.adapters.persistence.replicas.SqlLimitParts;
import dev.tollgate.adapters.persistence.replicas.SqlSharedMasterKey;
import dev.tollgate.adapters.persistence.secrets.AesSecretCipher;
import dev.tollgate.adapters.persistence.secrets.NoSecretCipher;
import dev.tollgate.adapters.persistence.spend.SpendBooks;
import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;
import dev.tollgate.adapters.persistence.transcripts.SqlTranscripts;
import dev.tollgate.application.memory.InMemoryAccounts;
import dev.tollgate.application.memory.InMemoryBooks;
import dev.tollgate.application.memory.InMemoryEndedPeriods;
import dev.tollgate.application.memory.InMemoryEntities;
import dev.tollgate.application.memory.InMemoryJournal;
import dev.tollgate.application.memory.InMemoryLedger;
import dev.tollgate.application.memory.InMemorySpendRecords;
import dev.tollgate.application.memory.InMemoryTranscripts;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.DeletedCopies;
import dev.tollgate.application.port.out.EndedPeriods;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Journal;
import dev.tollgate.application.port.out.Ledger;
import dev.tollgate.application.port.out.LedgerRetention;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.port.out.RollUps;
import dev.tollgate.application.port.out.SecretCipher;
import dev.tollgate.application.port.out.SharedMasterKey;
import dev.tollgate.application.port.out.SpendRecords;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.store.ChangeFeed;
import dev.tollgate.application.store.CheckStorageByFeed;
import dev.tollgate.application.store.FollowedEntities;
import dev.tollgate.application.store.StoreTrust;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.StorageSettings;
import dev.tollgate.bootstrap.system.Machine;
import dev.tollgate.domain.access.Secret;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything that is kept. Opened at once, also where a database is away: what is asked of it then
/// throws [dev.tollgate.application.port.out.StorageUnavailable] until it is there.
public final class Storage implements AutoCloseable {
    /// Entries that wait to be posted, and running attempts.
    private static final int MOST_IN_MEMORY = 100_000;

    private final String place;
    private final Books books;
    private final ChangeFeed feed;
    private final Entities entities;
    private final CheckStorage.Connection withoutDatabase;
    private final StorageSettings settings;
    private final SecretCipher secrets;
    private final StorageThread thread;
    private final Optional<LimitParts> limitParts;
    private final Optional<CooldownBoard> cooldowns;
    private final SharedMasterKey masterKey;
    private final String instance;
    private final Supplier<? extends Journal> opening;
    private Optional<Journal> journal = Optional.empty();

    private Storage(
            String place,
            String instance,
            Supplier<? extends Journal> opening,
            Parts parts,
            CheckStorage.Connection withoutDatabase,
            StorageSettings settings,
            SecretCipher secrets) {
        this.place = place;
        this.instance = instance;
        this.opening = opening;
        this.books = parts.books();
        this.limitParts = parts.limits();
        this.cooldowns = parts.cooldowns();
        this.masterKey = parts.masterKey();
        this.feed = new ChangeFeed(parts.entities(), shared(settings), Machine.nanoTime());
        this.entities = new FollowedEntities(parts.entities(), feed);
        this.withoutDatabase = withoutDatabase;
        this.settings = settings;
        this.secrets = secrets;
        this.thread = new StorageThread(place, parts.database(), parts.wakeUps(), feed);
    }

    private static boolean shared(StorageSettings settings) {
        return settings.used() == StorageSettings.Kind.POSTGRESQL;
    }

    /// Who has spent what.
    public record Books(
            Accounts accounts,
            Ledger ledger,
            SpendRecords records,
            LedgerRetention retention,
            Transcripts transcripts,
            EndedPeriods periods,
            RollUps rollUps,
            DeletedCopies copies) {
        static Books inMemory(InstantSource clock) {
            InMemoryBooks books = new InMemoryBooks(clock, Machine.secureRandom());
            InMemoryLedger ledger = new InMemoryLedger(books);
            return new Books(
                    new InMemoryAccounts(books),
                    ledger,
                    new InMemorySpendRecords(books),
                    ledger,
                    new InMemoryTranscripts(),
                    new InMemoryEndedPeriods(books),
                    _ -> 0,
                    // Only so many are kept in memory.
                    _ -> false);
        }

        static Books in(Database database, int longestText) {
            SpendBooks books = SpendBooks.in(database, Machine.secureRandom());
            return new Books(
                    books.accounts(),
                    books.ledger(),
                    books.records(),
                    books.retention(),
                    new SqlTranscripts(database, longestText),
                    books.periods(),
                    books.rollUps(),
                    new SqlDeletedCopies(database));
        }
    }

    /// What a kind of storage is made of.
    private record Parts(
            Entities entities,
            Books books,
            Optional<LimitParts> limits,
            Optional<CooldownBoard> cooldowns,
            SharedMasterKey masterKey,
            StorageThread.Preparing database,
            StorageThread.WakeUps wakeUps) {}

    /// What the settings of a gateway of its own ask for.
    ///
    /// @param folder the data directory
    public static Storage open(CheckedSettings settings, Path folder, InstantSource clock) {
        return switch (settings.storage().used()) {
            case MEMORY -> inMemory(clock);
            case UNSAID, EMBEDDED -> embedded(settings, folder, clock);
            case POSTGRESQL ->
                    postgresql(
                            settings, settings.storage().database().orElseThrow(), folder, clock);
        };
    }

    /// What the settings of a gateway within a program ask for: memory, unless they say otherwise
    /// themselves. That the program has a database in its environment says nothing.
    ///
    /// @param folder the data directory
    public static Storage inProcess(CheckedSettings settings, Path folder, InstantSource clock) {
        return settings.storage().named() ? open(settings, folder, clock) : inMemory(clock);
    }

    /// Keeps nothing beyond its own end.
    public static Storage inMemory(InstantSource clock) {
        Books books = Books.inMemory(clock);
        byte[] key = new byte[32];
        Machine.secureRandom().nextBytes(key);
        Secret salt = Secret.of(HexFormat.of().formatHex(key));
        return new Storage(
                "in memory: all of it is lost when the gateway ends",
                name(clock),
                () -> new InMemoryJournal(MOST_IN_MEMORY),
                new Parts(
                        new InMemoryEntities(books.accounts()::spent),
                        books,
                        Optional.empty(),
                        Optional.empty(),
                        _ -> true,
                        StorageThread.Preparing.NOTHING,
                        StorageThread.WakeUps.NONE),
                CheckStorage.Connection.NONE,
                StorageSettings.DEFAULT,
                new AesSecretCipher(salt, Machine.secureRandom()));
    }

    /// Every life of a process has a name of its own.
    private static String name(InstantSource clock) {
        return Machine.timeOrderedIds(clock).get().toString();
    }

    private static Storage embedded(CheckedSettings settings, Path folder, InstantSource clock) {
        SqliteConnections connections = new SqliteConnections(folder);
        return over(
                "in " + connections.file(),
                folder,
                clock,
                new Database(connections),
                StorageThread.WakeUps.NONE,
                settings,
                new LazySecretCipher(
                        () -> {
                            Secret given = saltKey(settings);
                            return new AesSecretCipher(
                                    given.isEmpty()
                                            ? new SaltKeyFile(folder, Machine.secureRandom())
                                                    .obtain()
                                            : given,
                                    Machine.secureRandom());
                        }));
    }

    private static Storage postgresql(
            CheckedSettings settings, DatabaseUrl url, Path folder, InstantSource clock) {
        Secret saltKey = saltKey(settings);
        return over(
                "in PostgreSQL at " + url.place(),
                folder,
                clock,
                new Database(new PostgresConnections(url)),
                url.throughPooler()
                        ? StorageThread.WakeUps.NONE
                        : wake -> new PostgresWakeups(url, wake)::close,
                settings,
                saltKey.isEmpty()
                        ? new NoSecretCipher()
                        : new AesSecretCipher(saltKey, Machine.secureRandom()));
    }

    private static Storage over(
            String place,
            Path folder,
            InstantSource clock,
            Database database,
            StorageThread.WakeUps wakeUps,
            CheckedSettings settings,
            SecretCipher secrets) {
        String instance = name(clock);
        StorageSettings.JournalFiles files = settings.storage().journal();
        return new Storage(
                place,
                instance,
                () ->
                        MappedJournal.open(
                                JournalSettings.in(folder, instance)
                                        .sized(files.segmentBytes(), files.totalBytes())
                                        .synced(files.sync()),
                                Machine.secureRandom()),
                new Parts(
                        new SqlEntities(database),
                        Books.in(database, settings.storage().longestText()),
                        shared(settings.storage())
                                ? Optional.of(new SqlLimitParts(database))
                                : Optional.empty(),
                        shared(settings.storage())
                                ? Optional.of(new SqlCooldownBoard(database))
                                : Optional.empty(),
                        shared(settings.storage()) ? new SqlSharedMasterKey(database) : _ -> true,
                        StorageThread.Preparing.of(database),
                        wakeUps),
                CheckStorage.Connection.DISCONNECTED,
                settings.storage(),
                secrets);
    }

    private static Secret saltKey(CheckedSettings settings) {
        return Secret.of(settings.environment().get("LITELLM_SALT_KEY").orElse("").strip());
    }

    /// Begins to prepare the database and to look for news, again and again until it is closed.
    public void start() {
        thread.start();
    }

    /// Waits until what is kept can be used, for so long at most.
    ///
    /// @return whether it can
    public boolean awaitReady(Duration most) throws InterruptedException {
        return thread.awaitFirstNews(most);
    }

    /// Where things are kept, for people.
    public String place() {
        return place;
    }

    public Entities entities() {
        return entities;
    }

    public Books books() {
        return books;
    }

    /// The name of this instance's leases and journal.
    public String instance() {
        return instance;
    }

    /// The journal, opened when it is asked for first.
    public synchronized Journal journal() {
        if (journal.isEmpty()) {
            journal = Optional.of(opening.get());
        }
        return journal.get();
    }

    /// What replicas hold of limits; nothing where there is but one.
    public Optional<LimitParts> limitParts() {
        return limitParts;
    }

    /// Where replicas tell each other of cooldowns; nothing where there is but one.
    public Optional<CooldownBoard> cooldowns() {
        return cooldowns;
    }

    /// What replicas know of a master key that was made; all is well where there is but one.
    public SharedMasterKey masterKey() {
        return masterKey;
    }

    public ChangeFeed feed() {
        return feed;
    }

    /// @param knownKeyGrace for how long known keys are served without news of the database
    public CheckStorage check(Supplier<Duration> knownKeyGrace) {
        return withoutDatabase == CheckStorage.Connection.NONE
                ? () -> new CheckStorage.Answer(CheckStorage.Connection.NONE, true)
                : new CheckStorageByFeed(
                        feed,
                        new StoreTrust(feed::silence, knownKeyGrace),
                        settings::readyWithoutDatabase);
    }

    public SecretCipher secrets() {
        return secrets;
    }

    @Override
    public synchronized void close() {
        thread.close();
        if (journal.isPresent() && journal.get() instanceof MappedJournal mapped) {
            mapped.close();
        }
    }
}
