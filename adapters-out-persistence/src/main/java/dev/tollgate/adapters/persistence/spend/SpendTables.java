package dev.tollgate.adapters.persistence.spend;

/// The tables, as one database writes them.
record SpendTables(
        SqlForm form,
        AccountRows accounts,
        InstanceRows instances,
        LedgerRows ledger,
        DailyRows daily,
        BookedLeases booked) {

    static SpendTables of(SqlForm form) {
        AccountRows accounts = new AccountRows(form);
        LedgerRows ledger = new LedgerRows(form);
        return new SpendTables(
                form,
                accounts,
                new InstanceRows(form),
                ledger,
                new DailyRows(form),
                new BookedLeases(form, ledger, accounts));
    }
}
