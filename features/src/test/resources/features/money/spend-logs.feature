@http
Feature: What a call cost, afterwards
  Who wonders about one answer has its id at hand, and nothing else: it stands in every client's log.
  By it the call is found, with who made it, who answered it, and what it cost.

  Background:
    Given the model "chat" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "claude" is served by
      | deployment | provider  |
      | south      | anthropic |

  Rule: A call is found by the id of its answer

    Example: It came as a whole
      Given the operator issues the key "ci"
      When who has the key "ci" asks "chat" a question
      And the operator looks in the spend logs for the id of that answer
      Then there is one call, of the key "ci", at "east"

    Example: It came piece by piece
      Given the operator issues the key "ci"
      When who has the key "ci" asks "chat" for a streamed answer
      And the operator looks in the spend logs for the id of that answer
      Then there is one call, of the key "ci", at "east"

    Example: The provider knows it by another id
      Given the operator issues the key "ci"
      When who has the key "ci" asks "claude" for a streamed answer
      And the operator looks in the spend logs for the id of that answer
      Then there is one call, of the key "ci", at "south"

    Example: Another deployment carried it on
      Given the model "spare" is served by
        | deployment | provider |
        | west       | openai   |
      And the router settings
        | num_retries | 0                     |
        | fallbacks   | [{"chat": ["spare"]}] |
      And "east" says "Once upon " and then hangs up
      And "west" answers "Once upon a time"
      And the operator issues the key "ci"
      When who has the key "ci" asks "chat" for a streamed answer
      And the operator looks in the spend logs for the id of that answer
      Then there is one call, of the key "ci", at "west"

    Example: It broke off, and nobody carried it on
      Given "east" says "Once upon " and then hangs up
      And the operator issues the key "ci"
      When who has the key "ci" asks "chat" for a streamed answer
      And the operator looks in the spend logs for the id of that answer
      Then there is one call, of the key "ci", at "east"
      And it is shown as a failure

  Rule: A call that failed is found by what its caller was told

    Example: The provider had enough
      Given "east" is rate limited and asks to wait 60 seconds
      And the operator issues the key "ci"
      When who has the key "ci" asks "chat" a question
      And the operator looks in the spend logs for what failed with status 429
      Then there is one call, of the key "ci", at "east"
      And it is shown as a failure

    Example: A budget was spent
      Given the operator issues the key "guest" with
        | max_budget | 0 |
      When who has the key "guest" asks "chat" a question
      And the operator looks in the spend logs for what failed with "Budget has been exceeded"
      Then there is one call, of the key "guest", and nobody was asked
      And it is shown as a failure
