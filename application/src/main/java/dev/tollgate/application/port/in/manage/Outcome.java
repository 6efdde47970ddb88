package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import java.util.List;

/// What came of a management call.
public sealed interface Outcome {
    /// It was done.
    ///
    /// @param answer all there is to show; which of it is shown where is for the caller's side
    record Done(Fields answer) implements Outcome {}

    /// One page of a list.
    ///
    /// @param total how many there are in all
    /// @param number which page this is, from 1
    /// @param size the most that a page holds
    record Page(List<Fields> items, long total, int number, int size) implements Outcome {
        public Page {
            items = List.copyOf(items);
        }

        /// How many pages there are, at least 1.
        public long pages() {
            return Math.max(1, (total + size - 1) / size);
        }
    }

    /// It was not done, and nothing was changed.
    ///
    /// @param param the field that is to blame; empty: none
    /// @param message what was refused and by which rule, without secrets
    record Refused(Reason reason, String param, String message) implements Outcome {}

    /// Why a call was refused.
    enum Reason {
        /// a value is against a rule
        INVALID,
        /// a field that is needed is not there
        INCOMPLETE,
        /// the caller may not do that
        FORBIDDEN,
        /// there is no such object
        MISSING,
        /// the id or name belongs to another object
        TAKEN,
        ALREADY_MEMBER,
        /// others change the same object all the time
        BUSY,
        /// the gateway's operator has to set something first
        NOT_SET_UP
    }

    static Refused invalid(String param, String message) {
        return new Refused(Reason.INVALID, param, message);
    }

    static Refused incomplete(String param, String message) {
        return new Refused(Reason.INCOMPLETE, param, message);
    }

    static Refused forbidden(String message) {
        return new Refused(Reason.FORBIDDEN, "", message);
    }

    static Refused missing(String param, String message) {
        return new Refused(Reason.MISSING, param, message);
    }

    static Refused notSetUp(String message) {
        return new Refused(Reason.NOT_SET_UP, "", message);
    }

    static Refused taken(String param, String message) {
        return new Refused(Reason.TAKEN, param, message);
    }
}
