Feature: Trying again
  Most failures pass. The gateway tries again before it bothers the caller, but never where trying
  again is useless, and never without end.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A passing failure is tried again, twice unless the operator says otherwise

    Example: It passes
      Given "east" breaks down once
      When a caller asks "fast" a question
      Then "east" answers
      And "east" was asked 2 times

    Example: It does not pass
      Given "east" breaks down
      When a caller asks "fast" a question
      Then the caller is told that the provider broke down
      And "east" was asked 3 times

    Example: The operator allows one more try
      Given "east" breaks down
      And the router settings
        | num_retries | 1 |
      When a caller asks "fast" a question
      Then "east" was asked 2 times

    Example: The caller wants a single try
      Given "east" breaks down
      When a caller asks "fast" a question with
        | setting     | value |
        | num_retries | 0     |
      Then "east" was asked once

  Rule: What trying again would not cure is not tried again

    Scenario Outline: "east" <fails>
      Given "east" <fails>
      When a caller asks "fast" a question
      Then the caller is told that <what>
      And "east" was asked once

      Examples:
        | fails                       | what                                   |
        | finds the request wrong     | the request was wrong                  |
        | rejects its key             | the provider refused the gateway's key |
        | does not know the model     | the provider does not know the model   |
        | finds the prompt too long   | the prompt is too long                 |
        | finds the prompt improper   | the prompt is against a policy         |

  Rule: The same deployment is given time before it is asked again

    Example: Half a second, then a second
      Given "east" breaks down
      When a caller asks "fast" a question
      Then the gateway waited 0.5 to 1.25 seconds and then 1 to 1.75 seconds

    Example: The provider says how long
      Given "east" is rate limited once and asks to wait 4 seconds
      When a caller asks "fast" a question
      Then "east" answers
      And the gateway waited 4 to 4.75 seconds

  Rule: Another deployment is asked at once

    Example: One of two is rate limited
      Given the model "pair" is served by
        | deployment | provider | order |
        | one        | openai   | 1     |
        | two        | openai   | 1     |
      And "one" is rate limited
      When a caller asks "pair" 10 questions
      Then each question was answered by "two"
      And the gateway waited for nothing
