package dev.tollgate.bootstrap;

import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.SectionsInForce;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.bootstrap.settings.CheckedSettings;
import dev.tollgate.bootstrap.settings.DeploymentSpec;
import dev.tollgate.bootstrap.settings.Problem;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.entity.Fields;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The file's configuration with what is kept laid over it. Either may change at any time: the
/// other is kept, and both are read as one.
final class LiveConfiguration implements RunningConfiguration, SectionsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

    private final Supplier<StoredConfiguration> reading;
    private final Consumer<CheckedSettings> taking;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicLong looks = new AtomicLong();
    private final CountDownLatch first = new CountDownLatch(1);
    private long newestTaken;
    private CheckedSettings file;
    private StoredConfiguration stored = StoredConfiguration.NOTHING;
    private volatile CheckedSettings inForce;

    /// @param reading reads what is kept
    /// @param taking has the gateway work by other settings
    LiveConfiguration(
            CheckedSettings file,
            Supplier<StoredConfiguration> reading,
            Consumer<CheckedSettings> taking) {
        this.file = file;
        this.inForce = file;
        this.reading = reading;
        this.taking = taking;
    }

    CheckedSettings inForce() {
        return inForce;
    }

    /// Whether what is kept was ever read.
    boolean followed() {
        return first.getCount() == 0;
    }

    boolean awaitFollowed(Duration most) throws InterruptedException {
        return first.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Lays what is kept over other settings of the file.
    void takeFile(CheckedSettings newer) {
        changing.lock();
        try {
            file = newer;
            take(over(newer, stored));
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void follow() {
        // Nothing is asked of the store under the lock. A look that began later has seen all that
        // an earlier one was to see, so that of two the later one counts, whichever ends first.
        long look = looks.incrementAndGet();
        StoredConfiguration newer = reading.get();
        changing.lock();
        try {
            if (look > newestTaken) {
                newestTaken = look;
                takeStored(newer);
            }
        } finally {
            changing.unlock();
        }
        first.countDown();
    }

    private void takeStored(StoredConfiguration newer) {
        if (newer.equals(stored)) {
            return;
        }
        CheckedSettings next = over(file, newer);
        if (next.report().preventsStart() && !file.report().preventsStart()) {
            LOG.error("what is kept of the configuration is not taken; the old one stays in force");
            next.report().errors().forEach(problem -> LOG.error("  {}", problem.sentence()));
            return;
        }
        stored = newer;
        tellNew(next);
        take(next);
    }

    private void tellNew(CheckedSettings next) {
        Set<String> sentences = troubles(next);
        sentences.removeAll(troubles(inForce));
        sentences.forEach(sentence -> LOG.warn("{}", sentence));
    }

    private void take(CheckedSettings next) {
        taking.accept(next);
        inForce = next;
    }

    private static CheckedSettings over(CheckedSettings file, StoredConfiguration stored) {
        return stored.equals(StoredConfiguration.NOTHING) ? file : file.with(stored);
    }

    @Override
    public boolean keepsModels() {
        return inForce.storage().keepsModels();
    }

    @Override
    public Optional<String> placeInFile(String deploymentId) {
        return inForce.deployments().stream()
                .map(DeploymentSpec::deployment)
                .filter(each -> each.id().value().equals(deploymentId))
                .map(Deployment::entry)
                .filter(entry -> !entry.stored())
                .map(Deployment.Entry::place)
                .findFirst();
    }

    @Override
    public Map<String, Fields> credentialsInFile() {
        return inForce.credentials();
    }

    @Override
    public Set<String> keys(String section) {
        return CheckedSettings.keysOf(section);
    }

    @Override
    public Fields shown(String section) {
        return inForce.sections().getOrDefault(section, Fields.NONE);
    }

    @Override
    public Judgement judge(UnaryOperator<StoredConfiguration> change) {
        StoredConfiguration kept = reading.get();
        CheckedSettings base = inForce;
        CheckedSettings now = base.with(kept);
        CheckedSettings next = base.with(change.apply(kept));
        Set<String> troubles = troubles(next);
        troubles.removeAll(troubles(now));
        Set<String> remarks = remarks(next);
        remarks.removeAll(remarks(now));
        now.needRestart(next)
                .forEach(name -> remarks.add(name + ": is read at the start of the gateway only."));
        return new Judgement(List.copyOf(troubles), List.copyOf(remarks));
    }

    private static Set<String> remarks(CheckedSettings settings) {
        Set<String> sentences = new LinkedHashSet<>();
        settings.report().problems().stream()
                .filter(Problem::stored)
                .forEach(problem -> sentences.add(problem.sentence()));
        settings.report()
                .notUsedYet()
                .forEach(
                        (section, keys) ->
                                keys.forEach(
                                        key ->
                                                sentences.add(
                                                        section
                                                                + "."
                                                                + key
                                                                + ": has no effect yet.")));
        return sentences;
    }

    /// What keeps models from serving, and every error.
    private static Set<String> troubles(CheckedSettings settings) {
        Set<String> sentences = new LinkedHashSet<>();
        settings.report().models().forEach(model -> add(model.why(), sentences));
        add(settings.report().errors(), sentences);
        return sentences;
    }

    private static void add(List<Problem> problems, Set<String> sentences) {
        problems.forEach(problem -> sentences.add(problem.sentence()));
    }
}
