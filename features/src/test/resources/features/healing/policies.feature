Feature: Policies by class of failure
  Failures differ: a rate limit passes by itself, a refused key does not. The operator may say for
  each class how often it is tried again, and how often it is put up with.

  Rule: Tries are counted by class of failure

    Background:
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |

    Scenario Outline: "east" <fails>
      Given the router settings
        | retry_policy | {RateLimitErrorRetries: 1, InternalServerErrorRetries: 3, BadRequestErrorRetries: 0} |
      And "east" <fails>
      When a caller asks "fast" a question
      Then "east" was asked <tries> times

      Examples:
        | fails                   | tries |
        | is rate limited         | 2     |
        | breaks down             | 4     |
        | is overloaded           | 3     |

    Example: A model may have a policy of its own
      Given the router settings
        | retry_policy             | {InternalServerErrorRetries: 3}           |
        | model_group_retry_policy | {fast: {InternalServerErrorRetries: 0}}   |
      And "east" breaks down
      When a caller asks "fast" a question
      Then "east" was asked once

    Example: A refused key is tried again if the operator wants that
      Given the router settings
        | retry_policy | {AuthenticationErrorRetries: 1} |
        | disable_cooldowns | true |
      And "east" rejects its key once
      When a caller asks "fast" a question
      Then "east" answers
