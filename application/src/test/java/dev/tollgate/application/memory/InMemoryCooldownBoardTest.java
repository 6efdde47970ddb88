package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.testkit.contract.CooldownBoardContract;

import java.time.Duration;
import java.time.Instant;

class InMemoryCooldownBoardTest implements CooldownBoardContract {
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final CooldownBoard board = new InMemoryCooldownBoard(() -> now);

    @Override
    public CooldownBoard board() {
        return board;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }
}
