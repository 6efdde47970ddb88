Feature: The least busy deployment
  Where answers take long and deployments are of unequal strength, the best place for the next call
  is the one with the fewest calls under way.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
      | west       | openai   |
    And the router settings
      | routing_strategy | least-busy |

  Rule: A call goes where the fewest calls are under way

    Example: One is busy
      Given the deployments take their time
      When a caller waits for an answer of "fast"
      And another caller waits for an answer of "fast"
      Then "east" was asked once
      And "west" was asked once

    Example: It is free again
      Given "east" takes its time
      When a caller waits for an answer of "east"
      And a caller asks "fast" 5 questions
      And "east" makes up its mind
      Then "west" was asked 5 times
      And the waiting caller receives "Hello from east"

  Rule: A call that failed is not under way any more

    Example: The failing one is not taken for a busy one
      Given the router settings
        | num_retries       | 0    |
        | disable_cooldowns | true |
      And "east" breaks down 4 times
      When a caller asks "east" 4 questions
      And a caller asks "fast" 40 questions
      Then about 50 percent of the last 40 were answered by "east"
