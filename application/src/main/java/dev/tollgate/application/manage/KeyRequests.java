package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.domain.entity.Fields;

/// Gives each request about keys to whoever answers it.
final class KeyRequests implements ManageKeys {
    private final IssueKey issue;
    private final ChangeKey change;
    private final WithdrawKeys withdraw;
    private final ShowKeys show;
    private final RenewKey renew;
    private final ResetSpend reset;

    KeyRequests(
            IssueKey issue,
            ChangeKey change,
            WithdrawKeys withdraw,
            ShowKeys show,
            RenewKey renew,
            ResetSpend reset) {
        this.issue = issue;
        this.change = change;
        this.withdraw = withdraw;
        this.show = show;
        this.renew = renew;
        this.reset = reset;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        return switch (request) {
            case Request.Generate(var fields, var serviceAccount) ->
                    issue.issue(actor, fields, serviceAccount);
            case Request.Update(var fields) -> change.update(actor, fields);
            case Request.UpdateAll(var changes) -> change.updateAll(actor, changes);
            case Request.Delete(var keys, var aliases) -> withdraw.delete(actor, keys, aliases);
            case Request.Show(var key) -> show.one(actor, key);
            case Request.ShowAll(var keys) -> show.some(actor, keys);
            case Request.Browse(var filter, var paging) -> show.browse(actor, filter, paging);
            case Request.Aliases(var search, var page, var size) ->
                    show.aliases(actor, search, page, size);
            case Request.Block(var key, var blocked) -> change.block(actor, key, blocked);
            case Request.Regenerate(var key, var fields, var repetition) ->
                    renew.renew(actor, key, fields, repetition);
            case Request.ResetSpend(var key, var fields) -> reset.reset(actor, key, fields);
            case Request.ResetSpendOfAll _ -> reset.resetAll(actor);
            case Request.Health _ ->
                    new Outcome.Done(
                            Fields.NONE.with("key", "healthy").with("logging_callbacks", null));
        };
    }
}
