package dev.tollgate.adapters.http.openai;

import dev.tollgate.domain.call.Cancellation;
import dev.tollgate.domain.call.Cancellation.Cause;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls that run, so that a closing gateway can end them.
public final class RunningCalls {
    private final Set<Cancellation> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean cutOff;

    void begin(Cancellation call) {
        calls.add(call);
        if (cutOff) {
            call.cancel(Cause.SHUTTING_DOWN);
        }
    }

    void end(Cancellation call) {
        calls.remove(call);
    }

    public int count() {
        return calls.size();
    }

    /// Ends all that run and all that come.
    public void cutOffAll() {
        cutOff = true;
        calls.forEach(call -> call.cancel(Cause.SHUTTING_DOWN));
    }
}
