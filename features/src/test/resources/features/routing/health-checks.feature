Feature: Routing by health checks
  Whoever would rather lose a small call than a caller's has the gateway check its deployments in the
  background, and keeps out whoever failed until a check finds it well again.

  Background:
    Given the model "fast" is served by
      | deployment | provider | order |
      | east       | openai   | 1     |
      | west       | openai   | 2     |
    And the general settings
      | background_health_checks    | true |
      | health_check_interval       | 1    |
      | enable_health_check_routing | true |

  Rule: Whoever fails a check is left out until it passes one

    Example: It is out
      Given "east" breaks down
      When the deployments are checked
      And what happened so far is forgotten
      And a caller asks "fast" 3 questions
      Then only "west" was asked

    Example: It is back
      Given "east" breaks down
      When the deployments are checked
      And "east" answers "I am back"
      And the deployments are checked
      Then a caller who asks "fast" receives "I am back"

  Rule: Where every check failed, calls may know better

    Example: Checks fail for a reason of their own
      Given "east" breaks down
      And "west" breaks down
      When the deployments are checked
      And "east" answers "I was never gone"
      Then a caller who asks "fast" receives "I was never gone"

  Rule: Unless the operator wants it, checks only inform

    Example: It is asked all the same
      Given the general settings
        | enable_health_check_routing | false |
      And "east" breaks down
      When the deployments are checked
      And "east" answers "I am back"
      Then a caller who asks "fast" receives "I am back"
