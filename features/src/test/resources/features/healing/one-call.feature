Feature: What one call does about a failure
  The caller should notice as little as possible of a provider's trouble: no waiting while somebody
  else could be asked, no second try where it cannot help, and no end of tries either.

  Rule: Who has just failed is not asked again while somebody else is left

    Example: Three deployments, two of them down
      Given the model "fast" is served by
        | deployment | provider | weight |
        | east       | openai   | 1000   |
        | west       | openai   | 1000   |
        | south      | openai   | 1      |
      And the router settings
        | disable_cooldowns | true |
      And "east" breaks down
      And "west" breaks down
      When a caller asks "fast" 10 questions
      Then each question was answered by "south"
      And the gateway waited for nothing

    Example: All of them are down
      Given the model "fast" is served by
        | deployment | provider | order |
        | east       | openai   | 1     |
        | west       | openai   | 1     |
      And "east" breaks down
      And "west" breaks down
      When a caller asks "fast" a question
      Then the caller is told that the provider broke down
      And "east" was asked at least 1 time
      And "west" was asked at least 1 time

  Rule: Who was silent is not asked again while somebody else is left

    Background:
      Given the model "spare" is served by
        | deployment | provider |
        | west       | openai   |
      And the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | timeout        | 0.3                   |
        | stream_timeout | 0.3                   |
        | num_retries    | 2                     |
        | fallbacks      | [{"fast": ["spare"]}] |

    Example: A plain answer
      Given "east" keeps silent
      When a caller asks "fast" a question
      Then the deployments asked were "east, west"

    Example: A stream
      Given "east" says "" and then falls silent
      When a caller asks "fast" for a streamed answer
      Then the deployments asked were "east, west"

  Rule: What may be the caller's fault is not tried again and takes nobody out

    Scenario Outline: The provider says <status>
      Given the model "fast" is served by
        | deployment | provider | order |
        | east       | openai   | 1     |
        | west       | openai   | 1     |
      And "east" replies with status <status>
      And "west" replies with status <status>
      When a caller asks "fast" 6 questions
      Then the deployments were asked 6 times

      Examples:
        | status |
        | 400    |
        | 413    |
        | 422    |

  Rule: A call makes at most six attempts, whatever the settings multiply to

    Background:
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the model "spare" is served by
        | deployment | provider |
        | west       | openai   |
      And "east" breaks down
      And "west" breaks down
      And the router settings
        | num_retries | 10                    |
        | fallbacks   | [{"fast": ["spare"]}] |

    Example: Six
      When a caller asks "fast" a question
      Then the caller is told that the provider broke down
      And the deployments were asked 6 times
      And "west" was asked at least 1 time

    Example: The operator says how many
      Given the tollgate settings
        | max_attempts | 3 |
      When a caller asks "fast" a question
      Then the deployments were asked 3 times
      And "west" was asked at least 1 time

    Example: All of them are in the log
      When a caller asks "fast" a question
      Then the log tells of 6 attempts
