package dev.tollgate.adapters.persistence.entities;

import dev.tollgate.adapters.persistence.sql.Database;
import dev.tollgate.application.port.out.DeletedCopies;

import java.time.LocalDate;
import java.util.List;

/// Copies of deleted entities. When they were deleted is one of their fields, as a text that begins
/// with the day.
public final class SqlDeletedCopies implements DeletedCopies {
    private static final int SOME = 500;
    private static final String FORGET =
            "delete from tollgate.deleted_entity where (kind, id, version, revision) in"
                    + " (select kind, id, version, revision from tollgate.deleted_entity"
                    + " where fields ->> 'deleted_at' < ? order by fields ->> 'deleted_at' limit "
                    + SOME
                    + ")";

    private final Database database;

    public SqlDeletedCopies(Database database) {
        this.database = database;
    }

    @Override
    public boolean forgetDeletedBefore(LocalDate day) {
        return database.write(
                        Database.PATIENTLY, sql -> sql.update(FORGET, List.of(day.toString())))
                == SOME;
    }
}
