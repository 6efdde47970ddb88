package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.util.Optional;

/// One way to tell people something. Waits for a few seconds at most.
public interface AlertSender {
    /// Tells it from the others: `webhook`, `slack`, `slack 2`.
    String name();

    /// @param alert fields of the event, without any secret: `event`, `event_group`,
    ///   `event_message`, `spend`, …
    /// @return why it was not delivered, in words that hold no address; nothing if it was
    Optional<String> send(Fields alert);
}
