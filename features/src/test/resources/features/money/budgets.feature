@http
Feature: Budgets
  Whoever hands out keys wants to know what they can cost at most. Before a call goes out, the gateway
  sets aside what it can cost; what cannot be set aside is not spent. So a budget holds however many
  calls run at once, and whatever they ask for.

  Background:
    Given the model "chat" is served by
      | deployment | provider | input_cost_per_token | output_cost_per_token |
      | east       | openai   | 0.000001             | 0.00001               |

  Rule: A budget that is spent refuses

    Example: A budget of nothing
      Given the operator issues the key "guest" with
        | max_budget | 0 |
      When who has the key "guest" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And the answer says "Budget has been exceeded!"
      And the answer's headers say
        | x-should-retry | false |
      And nobody was asked

    Example: The operator's programs expect another status
      Given the litellm settings
        | budget_exceeded_status_code | 422 |
      And the operator issues the key "guest" with
        | max_budget | 0 |
      When who has the key "guest" asks "chat" a question
      Then the caller gets an error with status 422 and type "budget_exceeded"

    Example: A budget that begins anew says when
      Given the operator issues the key "guest" with
        | max_budget      | 0    |
        | budget_duration | "1d" |
      When who has the key "guest" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And the answer says "The budget begins anew at"
      And the answer's headers hold "retry-after"

    Example: An increase lasts until it ends
      Given the operator issues the key "guest" with
        | max_budget           | 0                      |
        | temp_budget_increase | 1                      |
        | temp_budget_expiry   | "2026-01-01T01:00:00Z" |
      When who has the key "guest" asks "chat" a question
      Then the caller receives "Hello from east"
      When 3600 seconds pass
      And who has the key "guest" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"

    Example: A raised budget lets the next call through
      Given the operator issues the key "guest" with
        | max_budget | 0 |
      When who has the key "guest" asks "chat" a question
      And the operator changes the key "guest" to
        | max_budget | 1 |
      And who has the key "guest" asks "chat" a question
      Then the caller receives "Hello from east"

  Rule: The provider is told what was set aside

    Example: A caller who names no bound is given one that the budget pays for
      Given the operator issues the key "ci" with
        | max_budget | 0.01 |
      When who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"
      And "east" is asked with "max_tokens" 9
      And the answer's headers hold "x-tollgate-max-tokens"

    Example: A caller without a budget is left alone
      Given the operator issues the key "free"
      When who has the key "free" asks "chat" a question
      Then the caller receives "Hello from east"
      And the answer's headers hold no "x-tollgate-max-tokens"

  Rule: What a provider may do on its own is set aside too

    Example: A search that the budget does not pay for is not made
      Given the model "scholar" is served by
        | deployment | model                       |
        | west       | anthropic/claude-sonnet-4-5 |
      And the operator issues the key "ci" with
        | max_budget | 0.2 |
      When who has the key "ci" asks "scholar" a question with
        | max_tokens         | 100 |
        | web_search_options | {}  |
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And nobody was asked

    Example: Claude is told how often it may search
      Given the model "scholar" is served by
        | deployment | model                       |
        | west       | anthropic/claude-sonnet-4-5 |
      And the operator issues the key "ci" with
        | max_budget | 5 |
      When who has the key "ci" asks "scholar" a question with
        | max_tokens         | 100 |
        | web_search_options | {}  |
      Then the caller receives "Hello from west"
      And "west" is asked with "max_uses" 5

    Example: A longer answer cannot be asked for behind the gateway's back
      Given the operator issues the key "ci" with
        | max_budget | 0.01 |
      When who has the key "ci" asks "chat" a question with
        | extra_body | {"max_tokens": 100000} |
      Then the caller receives "Hello from east"
      And "east" is asked with "max_tokens" 9

  Rule: Every budget of those behind a key has to have room

    Example: The user's, on a key of the team as well
      Given the operator makes the user "ana" with
        | max_budget | 0 |
      And the operator makes the team "search" with
        | max_budget | 10 |
      And "ana" joins the team "search" as user
      And the operator issues the key "ana's" with
        | team_id | "search" |
        | user_id | "ana"    |
      When who has the key "ana's" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And the answer says "ExceededBudget: User=ana over budget."

    Example: The team's
      Given the operator makes the team "search" with
        | max_budget | 0 |
      And the operator issues the key "ci" with
        | team_id    | "search" |
        | max_budget | 10       |
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And the answer says "Team=search"

    Example: The model's, by whatever name it is asked for
      Given the operator issues the key "ci" with
        | model_max_budget | {"chat": {"budget_limit": 0, "time_period": "1d"}} |
        | aliases          | {"mine": "chat"}                                   |
      When who has the key "ci" asks "mine" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And the answer says "exceeded budget for model=chat"

    Example: The gateway's own
      Given the litellm settings
        | max_budget | 0 |
      When a caller asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"

  Rule: What was spent shows at once

    Example: The key's spend after one call
      Given the operator issues the key "ci" with
        | max_budget | 1 |
      When who has the key "ci" asks "chat" a question
      Then the answer's headers hold "x-litellm-key-spend"
      And the answer's headers say
        | x-litellm-key-max-budget | 1.0 |

  Rule: The operator may let all keys and teams begin anew

    Example: What they spent is forgotten, their calls are not
      Given the operator makes the team "search" with
        | max_budget | 10 |
      And the operator issues the key "ci" with
        | team_id    | "search" |
        | max_budget | 1        |
      When who has the key "ci" asks "chat" a question
      Then the activity of the team "search" counts 1 calls
      When the operator resets what keys and teams have spent
      Then the key "ci" shows
        | spend | 0.0 |
      And the activity of the team "search" counts 1 calls

    Example: Who has a key does not
      Given the operator issues the key "ci"
      When who has the key "ci" resets what keys and teams have spent
      Then that is refused with status 401 and "Only proxy admin"

  Rule: A deployment whose budget is spent is passed over

    Example: Another one answers
      Given the model "chat" is served by
        | deployment | provider | max_budget | budget_duration | order |
        | west       | openai   | 0          | 1d              | 1     |
        | east       | openai   |            |                 | 2     |
      When a caller asks "chat" a question
      Then the caller receives "Hello from east"
      And "west" was not asked
