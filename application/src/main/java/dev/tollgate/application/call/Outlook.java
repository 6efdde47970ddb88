package dev.tollgate.application.call;

import dev.tollgate.domain.failure.FailureKind;

/// What else a call could try, should the deployment fail that it asks now.
interface Outlook {
    /// Of a call that has not entered a group yet.
    Outlook NOTHING =
            new Outlook() {
                @Override
                public boolean others() {
                    return false;
                }

                @Override
                public boolean standIn(FailureKind kind) {
                    return false;
                }

                @Override
                public boolean elsewhere(FailureKind kind) {
                    return false;
                }
            };

    /// Whether the group has another deployment.
    boolean others();

    /// Whether another group may stand in after a failure of this kind.
    boolean standIn(FailureKind kind);

    /// Whether anybody could be asked at once after a failure of this kind: a deployment of the
    /// group that has not failed this call, or a stand-in.
    boolean elsewhere(FailureKind kind);
}
