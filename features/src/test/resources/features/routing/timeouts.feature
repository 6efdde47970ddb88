Feature: Not waiting for ever
  A provider that says nothing is worse than one that fails. Every try has a bound, and so has the
  whole call.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A try that takes too long counts as failed

    Example: The caller is told
      Given the router settings
        | timeout     | 0.3 |
        | num_retries | 0   |
      And "east" keeps silent
      When a caller asks "fast" a question
      Then the caller is told that the time was up

    Example: The next try may succeed
      Given the router settings
        | timeout | 0.3 |
      And "east" keeps silent once
      When a caller asks "fast" a question
      Then "east" answers
      And "east" was asked 2 times

    Example: The caller may set the bound
      Given "east" keeps silent
      When a caller asks "fast" a question with
        | setting     | value |
        | timeout     | 0.3   |
        | num_retries | 0     |
      Then the caller is told that the time was up

  Rule: Streams have a bound of their own

    Example: No first word in time
      Given the router settings
        | stream_timeout | 0.3 |
        | num_retries    | 0   |
      And "east" keeps silent
      When a caller asks "fast" for a streamed answer
      Then the caller is told that the time was up

  Rule: Retries together have a bound as well

    Example: The whole call's time is up before its retries are
      Given the router settings
        | timeout       | 0.5 |
        | total_timeout | 0.8 |
        | num_retries   | 10  |
      And "east" keeps silent
      When a caller asks "fast" a question
      Then the caller is told that the time was up
      And "east" was asked at most 3 times
