@http
Feature: Limits
  A key may be used so often a minute, with so many tokens, for so many models. A call that is refused
  uses up nothing.

  Background:
    Given the model "chat" is served by
      | deployment | provider | input_cost_per_token | output_cost_per_token |
      | east       | openai   | 0.000001             | 0.00001               |

  Rule: No minute holds more requests than the limit

    Example: The second of one
      Given the operator issues the key "ci" with
        | rpm_limit | 1 |
      When who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"
      And the answer's headers say
        | x-ratelimit-api_key-limit-requests     | 1 |
        | x-ratelimit-api_key-remaining-requests | 0 |
        | x-litellm-key-rpm-limit                | 1 |
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 429 and type "throttling_error"
      And the answer says "Limit type: requests. Current limit: 1, Remaining: 0."
      And the answer's headers say
        | rate_limit_type | requests |
      And the answer's headers hold "retry-after"
      And "east" was asked once

    Example: A team's limit holds for all of its keys
      Given the operator makes the team "search" with
        | rpm_limit | 1 |
      And the operator issues the key "one" with
        | team_id | "search" |
      And the operator issues the key "other" with
        | team_id | "search" |
      When who has the key "one" asks "chat" a question
      And who has the key "other" asks "chat" a question
      Then the caller gets an error with status 429 and type "throttling_error"
      And the answer says "for team: search"

    Example: A call that a budget refuses
      Given the operator issues the key "ci" with
        | rpm_limit  | 1 |
        | max_budget | 0 |
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      When the operator changes the key "ci" to
        | max_budget | 1 |
      And who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"

  Rule: A key calls only the models it is for

    Example: A model that is not on its list
      Given the operator issues the key "ci" with
        | models | ["another"] |
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"
      And the answer says "not allowed to access model"
      And nobody was asked

    Example: A pattern
      Given the operator issues the key "ci" with
        | models | ["ch*"] |
      When who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"
