package dev.tollgate.adapters.persistence.entities;

import static dev.tollgate.application.testkit.contract.EntitySamples.aTeam;
import static dev.tollgate.application.testkit.contract.EntitySamples.create;
import static dev.tollgate.application.testkit.contract.EntitySamples.deleted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// How long databases keep copies of what was deleted.
interface DeletedCopiesContract {
    Entities entities();

    Database database();

    @Test
    default void copies_of_what_was_deleted_long_ago_are_forgotten() {
        deleteAt("a", "2026-03-03T23:59:59Z");
        deleteAt("b", "2026-03-04T00:00:00Z");

        assertThat(
                        new SqlDeletedCopies(database())
                                .forgetDeletedBefore(LocalDate.parse("2026-03-04")))
                .isFalse();

        assertThat(entities().list(deleted(EntityKind.TEAM)).entities())
                .extracting(Entity::id)
                .containsExactly("b");
    }

    private void deleteAt(String id, String time) {
        Entities.Change delete =
                new Entities.Change.Delete(EntityKind.TEAM, id, Instant.parse(time), "ann");
        assertThat(entities().apply(List.of(create(aTeam(id)), delete))).isEmpty();
    }
}
