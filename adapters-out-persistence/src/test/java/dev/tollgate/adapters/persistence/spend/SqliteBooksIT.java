package dev.tollgate.adapters.persistence.spend;

import dev.tollgate.adapters.persistence.sqlite.SqliteConnections;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@TestInstance(Lifecycle.PER_CLASS)
class SqliteBooksIT implements SqlBooksContract {
    private SqlBooksUnderTest books;

    @BeforeAll
    void open(@TempDir Path folder) {
        books = new SqlBooksUnderTest(new SqliteConnections(folder));
    }

    @BeforeEach
    void clear() {
        books.clear();
    }

    @AfterAll
    void close() {
        books.close();
    }

    @Override
    public SqlBooksUnderTest books() {
        return books;
    }

    @Override
    public int steps() {
        return 60;
    }
}
