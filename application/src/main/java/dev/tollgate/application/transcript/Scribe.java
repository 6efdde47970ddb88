package dev.tollgate.application.transcript;

import dev.tollgate.application.ledger.LedgerPoster.Rest;
import dev.tollgate.application.port.out.StorageUnavailable;
import dev.tollgate.application.port.out.Transcripts;
import dev.tollgate.application.setup.TranscriptRules;
import dev.tollgate.domain.call.ModelCall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Takes down what is said in calls and brings it to the store on a thread of its own. It has a
/// certain room for all calls together: what does not fit is not kept, and no call waits for it.
/// What was not brought yet is lost with the process: unlike the ledger it is nobody's money.
public final class Scribe implements Runnable {
    /// Bytes of letters and answers that are not in the store yet, of running calls as well.
    static final long ROOM = 32L << 20;

    static final int MOST_WAITING = 10_000;
    static final int BATCH = 50;
    static final Duration GATHERING = Duration.ofMillis(100);
    static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

    private final Transcripts store;
    private final Rest rest;
    private final BlockingQueue<Said> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final List<Said> next = new ArrayList<>(BATCH);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    public Scribe(Transcripts store, Rest rest) {
        this.store = store;
        this.rest = rest;
    }

    /// Begins to listen to a call, if it is one to keep.
    public Dictation listen(ModelCall call, TranscriptRules rules) {
        return rules.keep(call) ? new OpenDictation(this, call.letter().bytes()) : Dictation.NONE;
    }

    /// How many calls are missing, or miss a part, because there was no room.
    public long lost() {
        return lost.get();
    }

    /// @return whether there was room for so many bytes, which are taken then
    boolean take(long bytes) {
        boolean fits = taken.addAndGet(bytes) <= ROOM;
        if (!fits) {
            giveBack(bytes);
        }
        return fits;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    void bring(Said said) {
        boolean queued = waiting.offer(said);
        if (!queued) {
            giveBack(said.size());
        }
        if (!queued || said.cut()) {
            lost.incrementAndGet();
        }
    }

    /// Brings what was taken down until the gateway closes, then what is left, as long as that
    /// works.
    @Override
    public void run() {
        Duration pause = GATHERING;
        long told = 0;
        boolean open = true;
        while (open) {
            open = rest.rest(pause);
            pause = broughtAll() ? GATHERING : AGAIN;
            long now = lost.get();
            if (now > told) {
                LOG.warn("no room for all that was said in {} calls", now - told);
                told = now;
            }
        }
    }

    private boolean broughtAll() {
        boolean brought = true;
        while (brought && !(next.isEmpty() && waiting.isEmpty())) {
            if (next.isEmpty()) {
                waiting.drainTo(next, BATCH);
            }
            brought = brought();
        }
        return brought;
    }

    /// @return false: it may be tried again
    private boolean brought() {
        try {
            store.keep(next.stream().map(Said::transcript).toList());
        } catch (StorageUnavailable _) {
            return false;
        } catch (RuntimeException e) {
            LOG.error("what was said in {} calls cannot be kept", next.size(), e);
        }
        next.forEach(each -> giveBack(each.size()));
        next.clear();
        return true;
    }
}
