@http
Feature: What keys, users and teams get that were not given anything
  Whoever makes a key, a user or a team may forget to bound it. The operator writes down once what holds
  then, and what nobody may go beyond.

  Rule: A team that was not given something has the configured one

    Background:
      Given the litellm settings
        | default_team_params | {max_budget: 50, budget_duration: 1mo, rpm_limit: 7, models: [fast]} |

    Example: Nothing said
      Given the operator makes the team "search" with
        | team_alias | "Search" |
      Then the team "search" shows
        | max_budget      | 50.0     |
        | budget_duration | "1mo"    |
        | rpm_limit       | 7        |
        | models          | ["fast"] |

    Example: Something said
      Given the operator makes the team "search" with
        | max_budget | 5       |
        | models     | ["big"] |
      Then the team "search" shows
        | max_budget | 5.0     |
        | rpm_limit  | 7       |
        | models     | ["big"] |

    Example: Its keys are bound by it
      Given the model "big" is served by
        | deployment |
        | east       |
      And the operator makes the team "search" with
        | team_alias | "Search" |
      And the operator issues the key "ci" with
        | team_id | "search" |
      When who has the key "ci" asks "big" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

  Rule: A user who is no administrator has the configured ones

    Background:
      Given the litellm settings
        | default_internal_user_params | {user_role: internal_user_viewer, max_budget: 3} |

    Example: Nothing said
      Given the operator makes the user "ana" with
        | user_alias | "Ana" |
      Then the user "ana" shows
        | user_role  | "internal_user_viewer" |
        | max_budget | 3.0                    |

    Example: An administrator
      Given the operator makes the user "eve" with
        | user_role | "proxy_admin" |
      Then the user "eve" shows
        | max_budget | null |

  Rule: A key has the configured ones, within the configured bounds

    Background:
      Given the litellm settings
        | default_key_generate_params    | {max_budget: 3, models: [fast]} |
        | upperbound_key_generate_params | {max_budget: 10, rpm_limit: 60} |

    Example: Nothing said
      Given the operator issues the key "ci"
      Then the key "ci" shows
        | max_budget | 3.0      |
        | models     | ["fast"] |
        | rpm_limit  | 60       |

    Example: More than the bound
      When the operator tries to issue the key "ci" with
        | rpm_limit | 61 |
      Then that is refused with status 400 and "max_value=60"
