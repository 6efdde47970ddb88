package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Dialect;
import dev.tollgate.adapters.persistence.sql.NotUnique;
import dev.tollgate.adapters.persistence.sql.Row;
import dev.tollgate.adapters.persistence.sql.Statements;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.Conflict;
import dev.tollgate.application.port.out.Entities.Conflict.Reason;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes changes within one transaction.
final class EntityChanges {
    /// So many revisions back it is known what changed.
    static final long KEPT_REVISIONS = 10_000;

    private static final String NEXT_REVISION =
            "update tollgate.revision set number = number + 1 returning number";
    private static final String FORGET = "delete from tollgate.entity_change where revision <= ?";
    private static final String DELETE = "delete from tollgate.entity where kind = ? and id = ?";
    private static final String VERSION =
            "select version from tollgate.entity where kind = ? and id = ?";
    private static final String FOR_DELETION =
            "select " + EntityColumns.READ + " from tollgate.entity e where kind = ? and id = ?";

    private final Statements statements;
    private final Dialect dialect;

    EntityChanges(Statements statements) {
        this.statements = statements;
        this.dialect = statements.dialect();
    }

    /// Ends the transaction with nothing done.
    static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Conflict conflict;

        Impossible(Reason reason, Reference about) {
            super(reason + " " + about.kind(), null, false, false);
            this.conflict = new Conflict(reason, about.kind(), about.id());
        }

        Conflict conflict() {
            return conflict;
        }
    }

    /// The number comes first: who waits for it waits before having changed anything, and from then
    /// on has all entities to itself.
    void make(List<Change> changes) {
        long revision =
                statements
                        .first(NEXT_REVISION, List.of(), row -> row.number("number"))
                        .orElseThrow(() -> new IllegalStateException("no revision row"));
        for (Change change : changes) {
            try {
                make(change, revision);
            } catch (NotUnique e) {
                throw new Impossible(Reason.NAME_TAKEN, change.about());
            }
        }
        tell(revision, changes.stream().map(Change::about).distinct().toList());
        statements.wakeOthers();
    }

    private void make(Change change, long revision) {
        switch (change) {
            case Change.Create(var entity) -> create(entity, change.about());
            case Change.Replace(var entity) -> replace(entity, change.about());
            case Change.Delete delete -> delete(delete, revision);
        }
    }

    private void create(Entity entity, Reference about) {
        if (version(about).isPresent()) {
            throw new Impossible(Reason.ID_TAKEN, about);
        }
        insert("tollgate.entity", entity);
    }

    private void insert(String table, Entity entity) {
        statements.update(
                "insert into %s (%s) values (%s)"
                        .formatted(table, EntityColumns.WRITTEN, EntityColumns.marks(dialect)),
                EntityColumns.values(dialect, entity));
    }

    private void replace(Entity entity, Reference about) {
        long version = version(about).orElseThrow(() -> new Impossible(Reason.MISSING, about));
        if (version != entity.version() - 1) {
            throw new Impossible(Reason.VERSION, about);
        }
        List<Object> parameters = new ArrayList<>(EntityColumns.values(dialect, entity));
        parameters.add(entity.kind().name());
        parameters.add(entity.id());
        statements.update(
                "update tollgate.entity set (%s) = (%s) where kind = ? and id = ?"
                        .formatted(EntityColumns.WRITTEN, EntityColumns.marks(dialect)),
                parameters);
    }

    private void delete(Change.Delete delete, long revision) {
        List<Object> key = List.of(delete.kind().name(), delete.id());
        Entity old =
                statements
                        .first(FOR_DELETION, key, EntityColumns::read)
                        .orElseThrow(() -> new Impossible(Reason.MISSING, delete.about()));
        statements.update(DELETE, key);
        if (delete.kind().copiedWhenDeleted()) {
            keepCopy(old.deleted(delete.at(), delete.by()), revision);
        }
    }

    private void keepCopy(Entity copy, long revision) {
        List<Object> parameters = new ArrayList<>(EntityColumns.values(dialect, copy));
        parameters.add(revision);
        statements.update(
                "insert into tollgate.deleted_entity (%s, revision) values (%s, ?)"
                        .formatted(EntityColumns.WRITTEN, EntityColumns.marks(dialect)),
                parameters);
    }

    private Optional<Long> version(Reference about) {
        EntityKind kind = about.kind();
        return statements.first(
                VERSION, List.of(kind.name(), about.id()), (Row row) -> row.number("version"));
    }

    private void tell(long revision, List<Reference> changed) {
        for (int from = 0; from < changed.size(); from += 500) {
            List<Reference> part = changed.subList(from, Math.min(changed.size(), from + 500));
            List<Object> parameters = new ArrayList<>();
            for (Reference each : part) {
                parameters.add(revision);
                parameters.add(each.kind().name());
                parameters.add(each.id());
            }
            statements.update(
                    "insert into tollgate.entity_change (revision, kind, id) values "
                            + part.stream().map(_ -> "(?, ?, ?)").collect(Collectors.joining(", ")),
                    parameters);
        }
        statements.update(FORGET, List.of(revision - KEPT_REVISIONS));
    }
}
