@http
Feature: Teams
  A team shares models, limits and a budget. Its administrators look after its members and keys, and
  cannot give it more than it was given.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the model "dear" is served by
      | deployment |
      | west       |
    And the operator makes the team "search" with
      | models     | ["fast"] |
      | max_budget | 500      |
    And the operator makes the user "ana" with
      | user_role | "internal_user" |

  Rule: A team's keys are bound by the team

    Example: Its models
      Given the operator issues the key "ours" with
        | team_id | "search" |
      When who has the key "ours" asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

    Example: A blocked team
      Given the operator issues the key "ours" with
        | team_id | "search" |
      When the operator blocks the team "search"
      Then the key "ours" is not taken any more
      When the operator unblocks the team "search"
      Then the key "ours" is taken

  Rule: Its administrators manage it

    Example: A key for the team
      Given "ana" joins the team "search" as admin
      When who has the key "ana" issues the key "ours" with
        | team_id | "search" |
      Then that is done

    Example: Members do not, unless they may
      Given "ana" joins the team "search" as user
      When who has the key "ana" issues the key "ours" with
        | team_id | "search" |
      Then that is refused with status 403 and "does not permit its members"

    Example: No more than it was given
      Given "ana" joins the team "search" as admin
      When who has the key "ana" changes the team "search" to
        | max_budget | 5000 |
      Then that is refused with status 403 and "what the team was given"

  Rule: Who leaves loses the keys they had in it

    Example: Ana leaves
      Given "ana" joins the team "search" as user
      And the operator issues the key "ours" with
        | team_id | "search" |
        | user_id | "ana"    |
      When "ana" leaves the team "search"
      Then the key "ours" is not taken any more
      And the key "ana" is taken
