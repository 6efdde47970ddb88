package dev.tollgate.adapters.persistence.replicas;

import dev.tollgate.application.port.out.CooldownBoard;
import dev.tollgate.application.port.out.LimitParts;
import dev.tollgate.application.testkit.contract.CooldownBoardContract;
import dev.tollgate.application.testkit.contract.LimitPartsContract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;

/// What replicas share, in a database that all tests of a class share.
interface SharedTablesContract extends LimitPartsContract, CooldownBoardContract {
    SharedTables tables();

    @BeforeEach
    default void clear() {
        tables().clear();
    }

    @AfterAll
    default void close() {
        tables().close();
    }

    @Override
    default LimitParts parts() {
        return tables().limitParts();
    }

    @Override
    default CooldownBoard board() {
        return tables().cooldownBoard();
    }

    @Override
    default void pass(Duration time) {
        tables().pass(time);
    }
}
