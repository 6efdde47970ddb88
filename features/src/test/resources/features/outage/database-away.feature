@http @postgresql
Feature: The database is away
  A database fails, is moved, is upgraded. Whoever called before goes on calling meanwhile, and
  nobody is let in whom the gateway does not know.

  Background:
    Given the model "chat" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: Known keys are served on, within what their budgets have leased

    Example: A key that was used before
      Given the operator issues the key "ci" with
        | max_budget | 10 |
        | rpm_limit  | 60 |
      And who has the key "ci" asks "chat" a question
      When the database goes away
      And who has the key "ci" asks "chat" a question
      Then the caller receives "Hello from east"

    Example: A key that was not
      Given the operator issues the key "new"
      When the database goes away
      And who has the key "new" asks "chat" a question
      Then the caller gets an error with status 503 and type "no_db_connection"

  Rule: Readiness says that something is wrong, and takes nobody out who serves

    Example: While known keys are served
      Given the operator issues the key "ci"
      When the database goes away
      Then the gateway is ready and degraded
      When the database is back
      Then the gateway is ready and healthy

    Example: When even they are not served any more
      Given the tollgate settings
        | known_key_grace | "2s" |
      And the operator issues the key "ci"
      When the database goes away
      Then the gateway is not ready any more
      When the database is back
      Then the gateway is ready and healthy
