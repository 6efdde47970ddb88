package dev.tollgate.application.transcript;

import dev.tollgate.domain.call.Frame;

import java.util.UUID;

/// Listens to one call. Used by one thread.
public interface Dictation {
    /// Of a call that is not kept.
    Dictation NONE =
            new Dictation() {
                @Override
                public void whole(byte[] body) {}

                @Override
                public void frame(Frame frame) {}

                @Override
                public void ended(UUID call) {}

                @Override
                public void dropped() {}
            };

    /// The caller is sent this answer.
    void whole(byte[] body);

    /// The caller is sent this event.
    void frame(Frame frame);

    /// Everything was said.
    ///
    /// @param call the gateway's own id
    void ended(UUID call);

    /// The call asked nobody: there is nothing to keep. Without effect once it has ended.
    void dropped();
}
