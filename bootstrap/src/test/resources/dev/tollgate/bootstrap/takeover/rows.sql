-- The SHA-256 of sk-ana-key-0000000001 and of others stand for keys that callers have.
INSERT INTO "LiteLLM_BudgetTable" (budget_id, max_budget, budget_duration, budget_reset_at) VALUES
    ('b-org', 100, NULL, NULL), ('b-member', 5, '30d', now() + interval '9 days'),
    ('b-own', 2.5, '30d', now() - interval '1 hour'), ('b-customer', 1, NULL, NULL);
INSERT INTO "LiteLLM_OrganizationTable" (organization_id, organization_alias, budget_id, spend)
    VALUES ('org-1', 'Acme', 'b-org', 12.5);
INSERT INTO "LiteLLM_ModelTable" (aliases) VALUES ('{"quick": "fast"}');
INSERT INTO "LiteLLM_UserTable" (user_id, user_email, user_role, password, spend, max_budget, budget_duration, budget_reset_at)
    VALUES ('ana', 'Ana@example.org', 'internal_user', 'scrypt:secret', 3.25, 50, '30d', now() + interval '9 days'),
        ('bea', 'ana@example.org', 'proxy_admin', NULL, 0, NULL, NULL, NULL),
        ('litellm-proxy-budget', NULL, NULL, NULL, 77, 1000, '30d', now() + interval '9 days');
INSERT INTO "LiteLLM_OrganizationMembership" (user_id, organization_id, user_role)
    VALUES ('ana', 'org-1', 'org_admin');
INSERT INTO "LiteLLM_TeamTable" (team_id, team_alias, organization_id, members_with_roles, metadata, max_budget, spend, models, model_id)
    VALUES ('red', 'Red', 'org-1', '[{"role": "admin", "user_id": "ana", "user_email": null}, {"role": "user", "user_id": "bea"}]',
        '{"team_member_budget_id": "b-member", "tags": ["red"]}', 20, 4, '{fast,slow}', 1);
INSERT INTO "LiteLLM_TeamMembership" (user_id, team_id, spend, total_spend, budget_id)
    VALUES ('ana', 'red', 1.5, 9, 'b-member'), ('bea', 'red', 0.75, 2, 'b-own');
INSERT INTO "LiteLLM_VerificationToken" (token, key_name, key_alias, spend, models, user_id, team_id, max_budget, budget_duration, budget_reset_at, metadata, rpm_limit, blocked, expires, created_by)
    VALUES
    (encode(sha256('sk-ana-key-0000000001'), 'hex'), 'sk-...0001', 'ci', 2, '{fast}', 'ana', 'red', 10, '30d', now() + interval '9 days', '{"model_rpm_limit": {"fast": 7}, "cost_center": "c-7"}', 60, NULL, '2099-01-01T00:00:00.5', 'ana'),
    (encode(sha256('sk-plain-key-000000001'), 'hex'), 'sk-...0002', NULL, 0.3, '{}', NULL, NULL, 0.25, NULL, NULL, '{}', NULL, NULL, NULL, NULL),
    (encode(sha256('sk-blocked-key-0000001'), 'hex'), 'sk-...0003', NULL, 0, '{}', NULL, NULL, NULL, NULL, NULL, '{}', NULL, true, NULL, NULL),
    (encode(sha256('sk-login'), 'hex'), 'sk-...ogin', NULL, 0, '{}', 'bea', 'litellm-dashboard', NULL, NULL, NULL, '{}', NULL, NULL, NULL, NULL),
    (encode(sha256('sk-odd-key-00000000001'), 'hex'), 'sk-...0004', 'odd', 0, '{}', NULL, NULL, -1, NULL, NULL, '{}', NULL, NULL, NULL, NULL);
INSERT INTO "LiteLLM_DeprecatedVerificationToken" VALUES
    ('d1', encode(sha256('sk-old-key-00000000001'), 'hex'), encode(sha256('sk-ana-key-0000000001'), 'hex'), now() + interval '1 day'),
    ('d2', encode(sha256('sk-older-key-000000001'), 'hex'), encode(sha256('sk-ana-key-0000000001'), 'hex'), now() - interval '1 day');
INSERT INTO "LiteLLM_EndUserTable" (user_id, alias, spend, budget_id, blocked) VALUES
    ('cus-1', 'Customer', 0.4, 'b-customer', false), ('cus-2', NULL, 0, NULL, true);
INSERT INTO "LiteLLM_TagTable" (tag_name, description, spend) VALUES ('red', 'of team red', 6);
INSERT INTO "LiteLLM_DailyUserSpend" VALUES
    ('1', 'ana', '2026-01-01', encode(sha256('sk-ana-key-0000000001'), 'hex'), 'gpt', 30.5),
    ('2', 'ana', '2026-01-02', encode(sha256('sk-ana-key-0000000001'), 'hex'), 'gpt', 11);
INSERT INTO "LiteLLM_SpendLogs" (request_id, call_type, api_key, spend, prompt_tokens, completion_tokens, "startTime", "endTime", model, model_group, custom_llm_provider, "user", team_id, end_user, request_tags, metadata, messages, status)
    VALUES
    ('chatcmpl-1', 'acompletion', encode(sha256('sk-ana-key-0000000001'), 'hex'), 0.5, 100, 20, now() - interval '2 days', now() - interval '2 days' + interval '3 seconds', 'gpt-4o', 'fast', 'openai', 'ana', 'red', 'cus-1', '["red"]', '{"user_api_key_alias": "ci", "usage_object": {"cache_read_input_tokens": 40}}', '[{"content": "private"}]', 'success'),
    ('failed-1', 'acompletion', encode(sha256('sk-ana-key-0000000001'), 'hex'), 0, 0, 0, now() - interval '1 day', now() - interval '1 day', 'gpt-4o', 'fast', 'openai', 'ana', 'red', '', '[]', '{"error_information": {"error_code": "429", "error_message": "slow down"}}', '{}', 'failure');
-- The texts of m-1 were encrypted with the salt key sk-salt-of-litellm, those of m-2 with another.
INSERT INTO "LiteLLM_ProxyModelTable" (model_id, model_name, litellm_params, model_info) VALUES
    ('m-1', 'fast', '{"model": "v3:gcm:AQEBAQEBAQEBAQEBUjxcDRaSeOEljCNRzcTWPGpXlOcoUNjMDmNvEVOgd3OcKg==", "api_key": "v3:gcm:AgICAgICAgICAgICRaOxr1Msn-wpzoHclNeE6S54CgRfwAI5O3j8MP7VU_kGiQ==", "rpm": 60}', '{"id": "m-1", "db_model": true}'),
    ('m-2', 'slow', '{"model": "v3:gcm:AwMDAwMDAwMDAwMD-spRvk47BOGno-cGiAu0P0qxH8sF3B2yesxVEzU="}', '{"id": "m-2"}'),
    ('m-3', 'odd', '{"model": "nonsense/of-nobody", "api_key": "sk-plain"}', NULL);
INSERT INTO "LiteLLM_CredentialsTable" (credential_id, credential_name, credential_values) VALUES
    ('c-1', 'shared', '{"api_key": "v2:gcm:BQUFBQUFBQUFBQUF8FFF3DkvFX9n0kIBwL2Jir6DryboD4fjdOJMnma5nBNxobnf"}');
INSERT INTO "LiteLLM_ProxyModelTable" (model_id, model_name, litellm_params) VALUES
    ('m-4', 'by-name', '{"model": "openai/gpt-4o", "litellm_credential_name": "shared"}');
UPDATE "LiteLLM_VerificationToken" SET access_group_ids = '{g-1}' WHERE key_name = 'sk-...0002';
INSERT INTO "LiteLLM_AccessGroupTable" (access_group_id, access_group_name, description, access_model_names, assigned_key_ids) VALUES
    ('g-1', 'drafts', 'quick ones', '{fast,by-name}', ARRAY[encode(sha256('sk-plain-key-000000001'), 'hex')]),
    ('g-2', 'slow', NULL, '{fast}', '{}');
INSERT INTO "LiteLLM_JWTKeyMapping" (id, jwt_claim_name, jwt_claim_value, token, description, created_by) VALUES
    ('j-1', 'client_id', 'builder', encode(sha256('sk-ana-key-0000000001'), 'hex'), 'the build', 'ana'),
    ('j-2', 'client_id', 'odd', encode(sha256('sk-odd-key-00000000001'), 'hex'), NULL, NULL);
