Feature: Deployments in turn
  Chance is fair only in the long run. Who wants equal shares at every moment has the deployments
  take turns.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
      | west       | openai   |
      | south      | openai   |
    And the router settings
      | routing_strategy | round-robin |

  Rule: Each has its turn

    Example: Three rounds
      When a caller asks "fast" 9 questions
      Then "east" was asked 3 times
      And "west" was asked 3 times
      And "south" was asked 3 times

    Example: One that is left alone loses its turns, not the others theirs
      Given "east" rejects its key
      When a caller asks "fast" 10 questions
      Then "east" was asked once
      And "west" was asked 5 times
      And "south" was asked 5 times
