package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.domain.entity.EntityKind;

import java.util.ArrayList;
import java.util.List;

/// What depends on all memberships of a user hears of a new one, which nobody could refer to
/// before.
final class Memberships {
    private Memberships() {}

    /// Any membership of a user. No team's id is empty, so that no membership is called so.
    static Reference ofUser(String user) {
        return new Reference(EntityKind.TEAM_MEMBER, "/" + user);
    }

    /// The news with what they are for the users of changed memberships.
    static News told(News news) {
        List<Reference> all = new ArrayList<>(news.changed());
        for (Reference each : news.changed()) {
            int slash = each.id().indexOf('/');
            if (each.kind() == EntityKind.TEAM_MEMBER && slash >= 0) {
                all.add(ofUser(each.id().substring(slash + 1)));
            }
        }
        return new News(news.revision(), news.everything(), all);
    }
}
