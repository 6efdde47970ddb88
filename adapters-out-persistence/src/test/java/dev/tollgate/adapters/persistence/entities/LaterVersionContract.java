package dev.tollgate.adapters.persistence.entities;

import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.entity.EntityKind;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What a later version that runs beside this one keeps, and this one does not know.
interface LaterVersionContract {
    Entities entities();

    Database database();

    @Test
    default void news_of_kinds_that_only_a_later_version_knows_are_passed_over() {
        long seen = entities().since(-1).revision();
        assertThat(entities().apply(List.of(create(aTeam("a"))))).isEmpty();
        long _ =
                database()
                        .write(
                                Database.PATIENTLY,
                                statements ->
                                        statements.update(
                                                "insert into tollgate.entity_change"
                                                        + " (revision, kind, id) values"
                                                        + " (?, 'HOLOGRAM', 'h')",
                                                List.of(seen + 1)));

        assertThat(entities().since(seen).changed())
                .containsExactly(new Reference(EntityKind.TEAM, "a"));
    }
}
