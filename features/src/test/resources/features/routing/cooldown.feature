Feature: Leaving a failing deployment alone
  A provider in trouble is not helped by more calls, and callers are not helped by waiting for it.
  The gateway leaves such a deployment out for a while.

  Rule: A rate-limited deployment is left out when there is another one

    Example: It is not asked again before its time
      Given the model "fast" is served by
        | deployment | provider | order |
        | east       | openai   | 1     |
        | west       | openai   | 2     |
      And the router settings
        | num_retries | 0 |
      And "east" is rate limited once
      When a caller asks "fast" 5 questions
      Then the deployments asked were "east, west, west, west, west, west"

    Example: It is asked again after its time
      Given the model "fast" is served by
        | deployment | provider | order |
        | east       | openai   | 1     |
        | west       | openai   | 2     |
      And the router settings
        | cooldown_time | 30 |
      And "east" is rate limited once
      When a caller asks "fast" a question
      And 31 seconds pass
      And a caller asks "fast" a question
      Then "east" answers

  Rule: A refused key or a missing model takes a deployment out, even a lone one

    Example: The next caller is told when to come back
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And "east" rejects its key
      When a caller asks "fast" a question
      And a caller asks "fast" a question
      Then the caller is told that all deployments are cooling down
      And "east" was asked once

    Example: Asked for by its id, a deployment answers all the same
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And "east" does not know the model once
      When a caller asks "fast" a question
      And a caller asks "east" a question
      Then "east" answers

  Rule: A lone deployment that merely breaks down stays in

    Example: Three callers in a row
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | num_retries | 0 |
      And "east" breaks down
      When a caller asks "fast" 3 questions
      Then "east" was asked 3 times

  Rule: The operator may say how many failures are put up with

    Example: One failure is allowed, the second is too many
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | num_retries   | 0  |
        | allowed_fails | 1  |
        | cooldown_time | 60 |
      And "east" breaks down
      When a caller asks "fast" 3 questions
      Then the caller is told that all deployments are cooling down
      And "east" was asked 2 times

  Rule: The operator may switch this off

    Example: Nobody is ever left out
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | disable_cooldowns | true |
      And "east" rejects its key
      When a caller asks "fast" 3 questions
      Then "east" was asked 3 times
