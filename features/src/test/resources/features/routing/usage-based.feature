Feature: The deployment that was used least
  Providers bound the tokens and requests of a minute. Spreading calls by what is used up already
  keeps every deployment away from its limit as long as possible.

  Rule: A call goes to the deployment that used the fewest tokens in this minute

    Example: In turn, where all answers cost the same
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
        | west       | openai   |
      And the router settings
        | routing_strategy | usage-based-routing |
      When a caller asks "fast" 10 questions
      Then "east" was asked 5 times
      And "west" was asked 5 times

    Example: What was used before the minute began does not count
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
        | west       | openai   |
      And the router settings
        | routing_strategy | usage-based-routing-v2 |
      When a caller asks "east" 4 questions
      And 60 seconds pass
      And a caller asks "fast" 4 questions
      Then "east" was asked 6 times

  Rule: A deployment at its limit is left to the last

    Example: Requests per minute
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 2   |
        | west       | openai   | 100 |
      And the router settings
        | routing_strategy | usage-based-routing |
      When a caller asks "fast" 10 questions
      Then "east" was asked 2 times
      And "west" was asked 8 times

    Example: The next minute brings room again
      Given the model "fast" is served by
        | deployment | provider | rpm | order |
        | east       | openai   | 2   | 1     |
        | west       | openai   | 100 | 1     |
      And the router settings
        | routing_strategy | usage-based-routing |
      When a caller asks "fast" 10 questions
      And 60 seconds pass
      And a caller asks "fast" 10 questions
      Then "east" was asked 4 times
