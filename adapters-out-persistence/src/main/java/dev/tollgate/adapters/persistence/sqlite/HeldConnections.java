package dev.tollgate.adapters.persistence.sqlite;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import javax.sql.DataSource;

/// Connections that stay open when they are given back. There are as many as threads ask at once.
final class HeldConnections implements AutoCloseable {
    private final DataSource source;
    private final List<String> settings;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /// @param settings statements that a new connection begins with
    HeldConnections(DataSource source, List<String> settings) {
        this.source = source;
        this.settings = List.copyOf(settings);
    }

    /// A connection on which every statement is a transaction.
    Connection take() throws SQLException {
        return lent(new Loan(held(), false));
    }

    /// A connection within a transaction that has the right to write from its beginning. It begins
    /// and ends here: the driver begins the next one with every commit, and reports a commit as
    /// failed when only that did not succeed.
    Connection takeToWrite() throws SQLException {
        Connection connection = held();
        try {
            run(connection, "begin immediate");
        } catch (SQLException e) {
            giveBack(connection);
            throw e;
        }
        return lent(new Loan(connection, true));
    }

    private Connection held() throws SQLException {
        synchronized (idle) {
            Connection connection = idle.poll();
            return connection == null ? opened() : connection;
        }
    }

    private Connection opened() throws SQLException {
        Connection connection = source.getConnection();
        for (String setting : settings) {
            run(connection, setting);
        }
        return connection;
    }

    private void giveBack(Connection connection) throws SQLException {
        synchronized (idle) {
            if (closed) {
                connection.close();
            } else {
                idle.push(connection);
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection lent(Loan loan) {
        return (Connection)
                Proxy.newProxyInstance(
                        HeldConnections.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        loan);
    }

    /// One connection in the hands of somebody, used by one thread.
    private final class Loan implements InvocationHandler {
        private final Connection connection;
        private boolean open;
        private boolean back;

        Loan(Connection connection, boolean open) {
            this.connection = connection;
            this.open = open;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            switch (method.getName()) {
                case "close" -> close();
                case "commit" -> end("commit");
                case "rollback" -> end("rollback");
                case "setAutoCommit" -> {
                    // Transactions begin and end here.
                }
                default -> {
                    return call(method, arguments);
                }
            }
            return null;
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private void end(String how) throws SQLException {
            if (open) {
                run(connection, how);
                open = false;
            }
        }

        private void close() throws SQLException {
            if (back) {
                return;
            }
            back = true;
            try {
                end("rollback");
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            giveBack(connection);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            for (Connection connection : idle) {
                try {
                    connection.close();
                } catch (SQLException _) {
                    // The process ends; the file is whole whatever happens.
                }
            }
            idle.clear();
        }
    }
}
