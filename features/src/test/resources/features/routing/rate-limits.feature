Feature: Limits of a minute
  Requests and tokens per minute are shares of the load, unless the operator declares them limits:
  then they hold, and who comes too much is told when there is room again.

  Rule: Without being asked to, the gateway limits nothing

    Example: Beyond the number
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 1   |
      When a caller asks "fast" 5 questions
      Then "east" was asked 5 times

  Rule: Declared limits hold

    Background:
      Given the router settings
        | optional_pre_call_checks | [enforce_model_rate_limits] |

    Example: Requests
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 3   |
      When a caller asks "fast" 5 questions
      Then the caller is told that the limit of the minute is reached
      And "east" was asked 3 times

    Example: Tokens
      Given the model "fast" is served by
        | deployment | provider | tpm |
        | east       | openai   | 30  |
      When a caller asks "fast" 5 questions
      Then the caller is told that the limit of the minute is reached
      And "east" was asked 3 times

    Example: Refused calls use nothing up, and the next minute has room
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 1   |
      When a caller asks "fast" 5 questions
      And 60 seconds pass
      And a caller asks "fast" a question
      Then "east" answers

    Example: Another deployment has room
      Given the model "fast" is served by
        | deployment | provider | rpm | order |
        | east       | openai   | 1   | 1     |
        | west       | openai   |     | 2     |
      When a caller asks "fast" 3 questions
      Then the deployments asked were "east, west, west"

    Example: A fallback has room
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 1   |
      And the model "spare" is served by
        | deployment | provider |
        | south      | openai   |
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" 2 questions
      Then the deployments asked were "east, south"

    Example: The caller is told when to come back
      Given the model "fast" is served by
        | deployment | provider | rpm |
        | east       | openai   | 1   |
      When a caller asks "fast" 2 questions
      Then the caller may come back within 60 seconds
