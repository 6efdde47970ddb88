package dev.tollgate.adapters.persistence.spend;

/// A column and how its values travel: as `String`, `Long` or `Boolean` in either database.
record Column(String name, Type type) {
    enum Type {
        TEXT,
        UUID,
        JSON,
        WHOLE,
        YES_NO,
        /// nano-dollars
        MONEY,
        /// microseconds since 1970, UTC
        TIME,
        /// as `2026-03-04`
        DAY
    }

    static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    static Column whole(String name) {
        return new Column(name, Type.WHOLE);
    }

    static Column yesNo(String name) {
        return new Column(name, Type.YES_NO);
    }

    static Column money(String name) {
        return new Column(name, Type.MONEY);
    }
}
