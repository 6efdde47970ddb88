@http
Feature: Hearing of budgets
  Who hands out budgets wants to know before they are spent, not from those who are refused. The
  gateway tells them once for each period, and by whom, but never a key.

  Background:
    Given the model "chat" is served by
      | deployment | provider | input_cost_per_token | output_cost_per_token |
      | east       | openai   | 0.000001             | 0.00001               |

  Rule: A soft budget refuses nobody

    Example: A key has passed its soft budget
      Given "pager" is to hear of budgets by webhook
      And the operator issues the key "ci" with
        | soft_budget     | 0.00003 |
        | budget_duration | "1d"    |
      When who has the key "ci" asks "chat" a question
      And who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"
      And "pager" hears of "soft_budget_crossed" once
      And "pager" hears of "the key ci spent" once

    Example: In the words of a chat room
      Given "room" is to hear of budgets by slack
      And the operator makes the team "search" with
        | soft_budget | 0.00003 |
      And the operator issues the key "ci" with
        | team_id | "search" |
      When who has the key "ci" asks "chat" a question
      Then "room" hears of "Soft budget crossed: the team" once

  Rule: Before a budget is spent, and when it is, its owners hear of it

    Example: Most of it, and all of it
      Given "pager" is to hear of budgets by webhook
      And the operator issues the key "ci" with
        | max_budget | 0.01 |
      And "east" replies with exactly
        """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":950,"total_tokens":959}}
        """
      When who has the key "ci" asks "chat" a question
      Then "pager" hears of "threshold_crossed" once
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And "pager" hears of "budget_crossed" once

    Example: A call that is too large for a budget says nothing of it
      Given "pager" is to hear of budgets by webhook
      And the operator issues the key "ci" with
        | max_budget  | 0.001   |
        | soft_budget | 0.00001 |
      When who has the key "ci" asks "chat" a question
      Then the caller gets an error with status 429 and type "budget_exceeded"
      And "pager" was not asked
