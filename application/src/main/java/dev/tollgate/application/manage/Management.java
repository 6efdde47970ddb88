package dev.tollgate.application.manage;

import dev.tollgate.application.port.in.manage.IdentifyActor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageShared;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.out.Accounts;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.domain.access.Secret;

import java.time.InstantSource;
import java.util.function.Supplier;

/// The management use cases over one store.
///
/// @param actors who makes a call
public record Management(
        IdentifyActor actors,
        ManageKeys keys,
        ManageUsers users,
        ManageTeams teams,
        ManageShared shared,
        ManageTokenKeys tokenKeys) {

    /// @param accounts what was spent
    /// @param chance for keys and ids
    /// @param rules what the configuration says at the moment
    /// @param masterKey the one in force
    public static Management over(
            Entities entities,
            Accounts accounts,
            InstantSource clock,
            Chance chance,
            Supplier<ManagementRules> rules,
            Supplier<Secret> masterKey) {
        Parts parts = new Parts(entities, accounts, clock, chance, rules);
        return new Management(
                new IdentifyActors(parts.records),
                parts.keyRequests(masterKey),
                parts.userRequests(),
                parts.teamRequests(),
                parts.sharedRequests(),
                new TokenKeyRequests(parts.records, chance));
    }

    /// What several of them share.
    private static final class Parts {
        private final Records records;
        private final Spend spend;
        private final Members members;
        private final KeyRights keyRights;
        private final OwnLimits own;
        private final KeyRows keyRows;
        private final UserRows userRows;
        private final TeamRows teamRows;
        private final TeamRights teamRights = new TeamRights();
        private final IssueKey issue;
        private final CarryOver carryOver;
        private final Withdrawal withdrawal;
        private final Chance chance;
        private final Supplier<ManagementRules> rules;

        Parts(
                Entities entities,
                Accounts accounts,
                InstantSource clock,
                Chance chance,
                Supplier<ManagementRules> rules) {
            this.records = new Records(entities, clock);
            this.spend = new Spend(accounts, clock, rules);
            this.members = new Members(records, chance);
            this.keyRights = new KeyRights(records);
            this.own = new OwnLimits(records);
            this.keyRows = new KeyRows(records, spend);
            this.userRows = new UserRows(spend, members);
            this.teamRows = new TeamRows(spend, members);
            this.carryOver = new CarryOver(spend);
            this.issue = new IssueKey(records, keyRights, own, keyRows, carryOver, chance, rules);
            this.withdrawal = new Withdrawal(records);
            this.chance = chance;
            this.rules = rules;
        }

        ManageKeys keyRequests(Supplier<Secret> masterKey) {
            ChangeKey change = new ChangeKey(records, keyRights, own, keyRows, carryOver, rules);
            return new KeyRequests(
                    issue,
                    change,
                    new WithdrawKeys(records, keyRights),
                    new ShowKeys(records, keyRights, keyRows),
                    new RenewKey(records, keyRights, change, keyRows, chance, rules, masterKey),
                    new ResetSpend(records, keyRights, keyRows, spend));
        }

        ManageUsers userRequests() {
            MakeUser make =
                    new MakeUser(records, members, issue, userRows, carryOver, chance, rules);
            return new UserRequests(
                    make,
                    new ChangeUser(records, members, make, userRows, carryOver),
                    new DeleteUsers(records, withdrawal),
                    new ShowUsers(records, members, userRows, keyRows, teamRows));
        }

        ManageTeams teamRequests() {
            return new TeamRequests(
                    new MakeTeam(records, members, teamRights, teamRows, carryOver, chance, rules),
                    new ChangeTeam(records, teamRights, teamRows, carryOver, withdrawal),
                    new TeamMembers(records, members, teamRights, teamRows, userRows, withdrawal),
                    new ShowTeams(records, members, teamRights, teamRows, keyRows, rules));
        }

        ManageShared sharedRequests() {
            return new SharedRequests(
                    new SharedObjects(
                            records, new SharedRows(records, spend), carryOver, withdrawal, chance),
                    new OrganizationMembers(records, members));
        }
    }
}
