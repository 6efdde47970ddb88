package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.access.Caller;

/// Finds out what a caller is in the eyes of management calls: their user, role and memberships.
public interface IdentifyActor {
    Actor identify(Caller caller);
}
