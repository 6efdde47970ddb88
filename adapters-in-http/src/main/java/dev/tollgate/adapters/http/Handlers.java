package dev.tollgate.adapters.http;

import dev.tollgate.adapters.http.info.CostRoutes;
import dev.tollgate.adapters.http.info.ExplainRoute;
import dev.tollgate.adapters.http.info.HealthRoutes;
import dev.tollgate.adapters.http.info.ModelRoutes;
import dev.tollgate.adapters.http.info.PageRoutes;
import dev.tollgate.adapters.http.info.PriceRoutes;
import dev.tollgate.adapters.http.info.TokenRoute;
import dev.tollgate.adapters.http.manage.AccessGroupRoutes;
import dev.tollgate.adapters.http.manage.CredentialRoutes;
import dev.tollgate.adapters.http.manage.KeyRoutes;
import dev.tollgate.adapters.http.manage.SettingRoutes;
import dev.tollgate.adapters.http.manage.SharedRoutes;
import dev.tollgate.adapters.http.manage.SpendRoutes;
import dev.tollgate.adapters.http.manage.StoredModelRoutes;
import dev.tollgate.adapters.http.manage.TeamRoutes;
import dev.tollgate.adapters.http.manage.TokenKeyRoutes;
import dev.tollgate.adapters.http.manage.UserRoutes;
import dev.tollgate.adapters.http.openai.CallRoutes;
import dev.tollgate.application.port.in.manage.IdentifyActor;

/// Who answers what stands in the route table.
record Handlers(
        CallRoutes calls,
        ModelRoutes models,
        HealthRoutes health,
        TokenRoute tokens,
        CostRoutes costs,
        PriceRoutes prices,
        ExplainRoute routing,
        PageRoutes pages,
        IdentifyActor actors,
        KeyRoutes keys,
        UserRoutes users,
        TeamRoutes teams,
        SharedRoutes shared,
        TokenKeyRoutes tokenKeys,
        StoredModelRoutes storedModels,
        SettingRoutes settings,
        CredentialRoutes credentials,
        AccessGroupRoutes accessGroups,
        SpendRoutes spend) {}
