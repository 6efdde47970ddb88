package dev.tollgate.bootstrap.settings;

/// A deployment cannot be served. Thrown while one entry is read and caught where the next begins.
final class LeftOut extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem.Severity severity;
    private final String key;
    private final String fix;

    private LeftOut(Problem.Severity severity, String key, String reason, String fix) {
        super(reason, null, false, false);
        this.severity = severity;
        this.key = key;
        this.fix = fix;
    }

    /// The file is wrong.
    static LeftOut mistake(String key, String reason, String fix) {
        return new LeftOut(Problem.Severity.ERROR, key, reason, fix);
    }

    /// The file may be right, but something is missing here and now.
    static LeftOut missing(String key, String reason, String fix) {
        return new LeftOut(Problem.Severity.WARNING, key, reason, fix);
    }

    /// It is meant to be left out.
    static LeftOut onPurpose(String key, String reason) {
        return new LeftOut(Problem.Severity.NOTICE, key, reason, "");
    }

    Problem.Severity severity() {
        return severity;
    }

    /// The key of the entry that it is about; empty for the entry as a whole.
    String key() {
        return key;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    String fix() {
        return fix;
    }
}
