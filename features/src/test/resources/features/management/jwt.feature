@http
Feature: Tokens of an identity provider
  People who have an account with the company's identity provider need no key besides. They come with
  the token that it signed for them (JWT, OpenID Connect), and are the user and the teams that the
  token names: with the models, budgets and limits of those, exactly as if they had a key.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the model "dear" is served by
      | deployment |
      | west       |
    And tokens of the identity provider are taken, and
      | user_id_jwt_field     | sub             |
      | team_ids_jwt_field    | realm.groups    |
      | end_user_id_jwt_field | customer        |
      | user_email_jwt_field  | email           |

  Rule: Who has a token is whom it names

    Example: A user who is known
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And a token that says
        | sub | "ana" |
      When who has the token asks "fast" a question
      Then "east" answers

    Example: A user whom nobody made
      Given a token that says
        | sub | "eve" |
      When who has the token asks "fast" a question
      Then that is refused with status 403 and "User doesn't exist in db"

    Example: A token that names nobody
      Given a token that says
        | jti | "1" |
      When who has the token asks "fast" a question
      Then that is refused with status 403 and "No user or team found in token"

    Example: A team that nobody made
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And a token that says
        | sub   | "ana"                   |
        | realm | {"groups": ["nowhere"]} |
      When who has the token asks "fast" a question
      Then that is refused with status 403 and "None of the token's teams"

  Rule: A token is good as the identity provider signed it, for this gateway, until it ends

    Scenario Outline: One that <is bad>
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And a token of "ana" that <is bad>
      When who has the token asks "fast" a question
      Then the caller gets an error with status 401 and type "<type>"
      And the answer says "<words>"

      Examples:
        | is bad                     | type        | words                         |
        | is not signed              | auth_error  | not signed with a key pair    |
        | somebody else signed       | auth_error  | signature is not genuine      |
        | was changed                | auth_error  | signature is not genuine      |
        | is meant for somebody else | auth_error  | meant for somebody else       |
        | has expired                | expired_key | Token Expired                 |

  Rule: What holds for users and teams holds for their tokens

    Background:
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the team "search" with
        | models | ["fast"] |
      And the operator makes the team "vision" with
        | models | ["dear"] |

    Example: The team's models
      Given a token that says
        | sub   | "ana"                  |
        | realm | {"groups": ["search"]} |
      When who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

    Example: Of several teams, the first that may call the model
      Given a token that says
        | sub   | "ana"                            |
        | realm | {"groups": ["search", "vision"]} |
      When who has the token asks "dear" a question
      Then "west" answers

    Example: The team that the caller chooses
      Given a token that says
        | sub   | "ana"                            |
        | realm | {"groups": ["search", "vision"]} |
      When who has the token asks "dear" a question for the team "search"
      Then the caller gets an error with status 403 and type "team_model_access_denied"

    Example: A team that the token does not name
      Given a token that says
        | sub   | "ana"                  |
        | realm | {"groups": ["search"]} |
      When who has the token asks "dear" a question for the team "vision"
      Then that is refused with status 403 and "names none of the token's teams"

    Example: A team's limits
      Given the operator makes the team "small" with
        | rpm_limit | 1 |
      And a token that says
        | sub   | "ana"                 |
        | realm | {"groups": ["small"]} |
      When who has the token asks "fast" a question
      And who has the token asks "fast" a question
      Then the caller gets an error with status 429 and type "throttling_error"

    Example: A user without a budget left
      Given the operator makes the user "bob" with
        | max_budget | 0 |
      And a token that says
        | sub | "bob" |
      When who has the token asks "fast" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"

    Example: A team that is blocked while its tokens are good
      Given a token that says
        | sub   | "ana"                  |
        | realm | {"groups": ["search"]} |
      When who has the token asks "fast" a question
      And the operator blocks the team "search"
      And who has the token asks "fast" a question
      Then the caller gets an error with status 401 and type "auth_error"
      And the answer says "is blocked"

  Rule: Only who has the administrators' scope manages

    Example: An administrator
      Given a token that says
        | sub   | "root"                         |
        | scope | "openid litellm_proxy_admin"   |
      When who has the token tries to make the user "new"
      Then that is done

    Example: An administrator calls no models, unless that is allowed
      Given a token that says
        | sub   | "root"                |
        | scope | "litellm_proxy_admin" |
      When who has the token asks "fast" a question
      Then that is refused with status 403 and "not allowed to call this route"

    Example: A user
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And a token that says
        | sub   | "ana"    |
        | scope | "openid" |
      When who has the token tries to make the user "new"
      Then that is refused with status 401 and "Only proxy admin"

  Rule: Keys of the identity provider may change and be away

    Background:
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |

    Example: It signs with a new key
      Given a token that says
        | sub | "ana" |
      And who has the token asks "fast" a question
      When the identity provider signs with a new key
      And 10 seconds pass
      Given a token that says
        | sub | "ana" |
      When who has the token asks "fast" a question
      Then "east" answers

    Example: It is away
      Given a token that says
        | sub | "ana" |
      And who has the token asks "fast" a question
      When the identity provider goes away
      And 700 seconds pass
      And who has the token asks "fast" a question
      Then "east" answers

  Rule: Each of several identity providers speaks for itself

    Background:
      Given tokens of these issuers are taken
        | issuer    | claim of          | is  |
        | people    | user_id_jwt_field | sub |
        | workloads | team_id_jwt_field | sub |
      And the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the team "builder" with
        | models | ["dear"] |

    Scenario Outline: A token that the identity provider of <signer> signed, of <issuer> as it says
      Given a token that "<signer>" signed says
        | iss | "<issuer>" |
        | sub | "<sub>"    |
      When who has the token asks "<model>" a question
      Then <outcome>

      Examples:
        | signer    | issuer    | sub     | model | outcome                                                         |
        | people    | people    | ana     | fast  | "east" answers                                                  |
        | workloads | workloads | builder | dear  | "west" answers                                                  |
        | workloads | workloads | ana     | fast  | that is refused with status 403 and "None of the token's teams" |
        | workloads | people    | ana     | fast  | the caller gets an error with status 401 and type "auth_error"  |
        | people    | workloads | builder | dear  | the caller gets an error with status 401 and type "auth_error"  |
        | people    | others    | ana     | fast  | the caller gets an error with status 401 and type "auth_error"  |

  Rule: Without any key nobody can tell, and the gateway says so

    Example: It was away from the beginning
      Given the identity provider goes away
      And a token that says
        | sub | "ana" |
      When who has the token asks "fast" a question
      Then the caller gets an error with status 503 and type "auth_provider_unavailable"

  Rule: The identity provider may be asked of whoever has a token

    Background:
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field      | sub                                 |
        | team_ids_jwt_field     | groups                              |
        | oidc_userinfo_enabled  | true                                |
        | oidc_userinfo_endpoint | '<the identity provider>/userinfo'  |
      And the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the team "search" with
        | models | ["fast"] |
      And a token that says
        | sub | "ana" |

    Example: A team that the token does not name, until she leaves it
      Given the identity provider tells of the user
        | sub    | "ana"      |
        | groups | ["search"] |
      When who has the token asks "fast" a question
      Then "east" answers
      When who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"
      Given the identity provider tells of the user
        | sub    | "ana"     |
        | groups | ["other"] |
      When 300 seconds pass
      And who has the token asks "fast" a question
      Then that is refused with status 403 and "None of the token's teams"

    Example: Scopes that the token does not have
      Given the identity provider tells of the user
        | sub   | "ana"                 |
        | scope | "litellm_proxy_admin" |
      When who has the token tries to make the user "new"
      Then that is refused with status 401 and "Only proxy admin"

    Example: Somebody else
      Given the identity provider tells of the user
        | sub | "root" |
      When who has the token asks "fast" a question
      Then the caller gets an error with status 401 and type "auth_error"
      And the answer says "tells of somebody else"

  Rule: Whom tokens name may be made on the way

    Example: A user and a team
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field | sub       |
        | team_id_jwt_field | client_id |
        | user_id_upsert    | true      |
        | team_id_upsert    | true      |
      And a token that says
        | sub       | "new"     |
        | client_id | "new-app" |
      When who has the token asks "fast" a question
      Then "east" answers

    Example: Nobody of another domain
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field         | sub          |
        | user_email_jwt_field      | email        |
        | user_allowed_email_domain | corp.example |
        | user_id_upsert            | true         |
      And a token that says
        | sub   | "eve"                     |
        | email | "eve@corp.example.evil"   |
      When who has the token asks "fast" a question
      Then that is refused with status 403 and "Email domain not allowed"

  Rule: A token that names no team may be for those that its user is in here

    Background:
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field    | sub          |
        | team_ids_jwt_field   | realm.groups |
        | fallback_to_db_teams | true         |
      And the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the team "search" with
        | models | ["fast"] |
      And the operator makes the team "vision" with
        | models | ["dear"] |
      And "ana" joins the team "search" as user

    Example: A user who joins and leaves a team
      Given a token that says
        | sub | "ana" |
      When who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"
      When "ana" joins the team "vision" as user
      And who has the token asks "dear" a question
      Then "west" answers
      When "ana" leaves the team "vision"
      And who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

  Rule: Teams that nobody knows here may stand for the only one of the user

    Background:
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field   | sub          |
        | team_ids_jwt_field  | realm.groups |
        | team_claim_fallback | true         |
      And the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the team "search" with
        | models | ["fast"] |
      And the operator makes the team "vision" with
        | models | ["dear"] |
      And "ana" joins the team "search" as user

    Example: A user of one team, and then of two
      Given a token that says
        | sub   | "ana"                |
        | realm | {"groups": ["else"]} |
      When who has the token asks "fast" a question
      Then "east" answers
      When who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"
      When "ana" joins the team "vision" as user
      And who has the token asks "fast" a question
      Then that is refused with status 403 and "None of the token's teams"

  Rule: A key may stand for the tokens of a client

    Background:
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field                | sub       |
        | virtual_key_claim_field          | client_id |
        | unregistered_jwt_client_behavior | reject    |
      And the operator issues the key "ci" with
        | models | ["fast"] |

    Example: A client with a key, until it is taken away
      Given the operator has the key "ci" stand for tokens whose "client_id" is "builder"
      And a token that says
        | client_id | "builder" |
      When who has the token asks "fast" a question
      Then "east" answers
      When who has the token asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"
      When the operator has no key stand for tokens whose "client_id" is "builder"
      And who has the token asks "fast" a question
      Then that is refused with status 403 and "No registered mapping for client_id='builder'"

    Example: A key that is blocked
      Given the operator has the key "ci" stand for tokens whose "client_id" is "builder"
      And a token that says
        | client_id | "builder" |
      When who has the token asks "fast" a question
      And the operator blocks the key "ci"
      And who has the token asks "fast" a question
      Then the caller gets an error with status 401 and type "auth_error"
      And the answer says "is blocked"

    Example: A key that is renewed
      Given the operator has the key "ci" stand for tokens whose "client_id" is "builder"
      And a token that says
        | client_id | "builder" |
      When the operator renews the key "ci" as "ci-2"
      And who has the token asks "fast" a question
      Then "east" answers

    Example: A claim has one key
      Given the operator has the key "ci" stand for tokens whose "client_id" is "builder"
      When the operator has the key "ci" stand for tokens whose "client_id" is "builder"
      Then that is refused with status 409 and "already exists"

  Rule: A key may be made for a client that comes for the first time

    Example: A user
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field                | sub           |
        | user_id_upsert                   | true          |
        | virtual_key_claim_field          | sub           |
        | unregistered_jwt_client_behavior | auto_register |
      And a token that says
        | sub | "ana" |
      When who has the token asks "fast" a question
      Then "east" answers
      And the user "ana" has 1 key
      When who has the token asks "fast" a question
      Then the user "ana" has 1 key

    Example: A user who has a key already
      Given tokens of the identity provider are taken, and
        | user_id_jwt_field                | sub           |
        | virtual_key_claim_field          | sub           |
        | unregistered_jwt_client_behavior | auto_register |
        | auto_register_map_existing_key   | true          |
      And the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the user "ana" has 1 key
      And a token that says
        | sub | "ana" |
      When who has the token asks "fast" a question
      Then "east" answers
      And the user "ana" has 1 key
