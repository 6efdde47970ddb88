Feature: A deployment without an equal
  Where one deployment serves a model and another model may stand in, giving up at once would waste
  the better answer, and trying for long would waste the caller's time.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the router settings
      | fallbacks | [{"fast": ["spare"]}] |

  Rule: It gets a second chance before the fallback

    Scenario Outline: "east" <fails> once
      Given "east" <fails> once
      When a caller asks "fast" a question
      Then "east" answers
      And the deployments asked were "east, east"

      Examples:
        | fails                 |
        | breaks down           |
        | is overloaded         |
        | resets the connection |

    Example: One second chance, not more
      Given "east" breaks down
      When a caller asks "fast" a question
      Then "west" answers
      And the deployments asked were "east, east, west"

    Example: As many as the operator says
      Given the router settings
        | num_retries | 3 |
      And "east" breaks down
      When a caller asks "fast" a question
      Then the deployments asked were "east, east, east, east, west"

    Example: None at all
      Given the router settings
        | num_retries | 0 |
      And "east" breaks down
      When a caller asks "fast" a question
      Then the deployments asked were "east, west"

  Rule: A short wait that the provider asks for is waited out

    Example: Two seconds
      Given "east" is rate limited once and asks to wait 2 seconds
      When a caller asks "fast" a question
      Then "east" answers
      And the gateway waited 2 to 2.75 seconds

    Example: No wait was named, and the fallback is asked at once
      Given "east" is rate limited
      When a caller asks "fast" a question
      Then the deployments asked were "east, west"
      And the gateway waited for nothing

  Rule: A long one is not

    Example: The fallback is asked at once
      Given "east" is rate limited and asks to wait 30 seconds
      When a caller asks "fast" a question
      Then the deployments asked were "east, west"
      And the gateway waited for nothing

    Example: Where there is no fallback, the caller is told how long
      Given the router settings
        | fallbacks | [] |
      And "east" is rate limited and asks to wait 30 seconds
      When a caller asks "fast" a question
      Then the caller is told that the provider is rate limited
      And the caller is asked to wait 30 seconds
      And "east" was asked once

    Example: The operator says what is long
      Given the tollgate settings
        | longest_retry_after | 60 |
      And "east" is rate limited once and asks to wait 30 seconds
      When a caller asks "fast" a question
      Then "east" answers
