package dev.tollgate.adapters.http;

import dev.tollgate.application.port.in.CallModel;
import dev.tollgate.application.port.in.CheckHealth;
import dev.tollgate.application.port.in.CheckStorage;
import dev.tollgate.application.port.in.CountTokens;
import dev.tollgate.application.port.in.DescribeModels;
import dev.tollgate.application.port.in.ExplainRouting;
import dev.tollgate.application.port.in.IdentifyCaller;
import dev.tollgate.application.port.in.ListCooldowns;
import dev.tollgate.application.port.in.QuotePrices;
import dev.tollgate.application.port.in.RecallHealth;
import dev.tollgate.application.port.in.ReloadPrices;
import dev.tollgate.application.port.in.manage.IdentifyActor;
import dev.tollgate.application.port.in.manage.ManageAccessGroups;
import dev.tollgate.application.port.in.manage.ManageCredentials;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.ManageModels;
import dev.tollgate.application.port.in.manage.ManageSettings;
import dev.tollgate.application.port.in.manage.ManageShared;
import dev.tollgate.application.port.in.manage.ManageTeams;
import dev.tollgate.application.port.in.manage.ManageTokenKeys;
import dev.tollgate.application.port.in.manage.ManageUsers;
import dev.tollgate.application.port.in.spend.ReportSpend;

/// What the server asks of the application.
public record GatewayPorts(
        IdentifyCaller identities,
        CallModel calls,
        ListCooldowns cooldowns,
        DescribeModels models,
        CheckHealth health,
        CheckStorage storage,
        RecallHealth healthHistory,
        CountTokens tokens,
        ExplainRouting routing,
        QuotePrices quotes,
        ReloadPrices prices,
        IdentifyActor actors,
        ManageKeys keys,
        ManageUsers users,
        ManageTeams teams,
        ManageShared shared,
        ManageTokenKeys tokenKeys,
        ManageModels storedModels,
        ManageSettings settings,
        ManageCredentials credentials,
        ManageAccessGroups accessGroups,
        ReportSpend spend) {}
