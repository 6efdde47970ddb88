package dev.tollgate.application.alert;

import dev.tollgate.application.ledger.LedgerPoster.Rest;
import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.domain.entity.Entity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends what was written down: a few times at once, then again each minute for a day.
final class AlertDelivery {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration WORTHWHILE = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    private final Alerts alerts;
    private final InstantSource time;
    private final Rest rest;

    AlertDelivery(Alerts alerts, InstantSource time, Rest rest) {
        this.alerts = alerts;
        this.time = time;
        this.rest = rest;
    }

    /// @param entity an alert that is this replica's to send
    void deliver(Entity entity, List<AlertSender> to) {
        List<String> done = new ArrayList<>(Alerts.sent(entity));
        boolean all = true;
        for (AlertSender sender : to) {
            if (!done.contains(sender.name())) {
                boolean sent = sent(entity, sender);
                all &= sent;
                if (sent) {
                    done.add(sender.name());
                }
            }
        }
        Instant now = time.instant();
        boolean late = entity.createdAt().plus(WORTHWHILE).isBefore(now);
        if (!all && late) {
            LOG.error(
                    "an alert was not delivered for a day and is given up: {}",
                    Alerts.alert(entity).text("event_message"));
        }
        alerts.delivered(entity, done, all || late, now);
    }

    private boolean sent(Entity entity, AlertSender sender) {
        Optional<String> problem = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            if (i > 0 && !rest.rest(PAUSE.multipliedBy(i))) {
                return false;
            }
            problem = sender.send(Alerts.alert(entity));
            if (problem.isEmpty()) {
                return true;
            }
        }
        LOG.warn(
                "an alert was not delivered by {} and is tried again: {}",
                sender.name(),
                problem.orElse(""));
        return false;
    }
}
