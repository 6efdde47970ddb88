Feature: Breaking honestly
  Half an answer that looks whole is worse than none. Where an answer cannot be carried on
  truthfully, the caller gets an error event, and the stream ends without the mark of its end.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the router settings
      | num_retries | 0                     |
      | fallbacks   | [{"fast": ["spare"]}] |
    And "east" says "Once upon " and then hangs up

  Rule: Two answers are never mixed

    Example: The other one begins differently
      Given "west" answers "There was a king"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error
      And the deployments asked were "east, west"

    Example: The other one is shorter than what was said already
      Given "west" answers "Once"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error

    Example: A third one may still fit
      Given the model "last" is served by
        | deployment | provider |
        | south      | openai   |
      And the router settings
        | fallbacks | [{"fast": ["spare", "last"]}] |
      And "west" answers "There was a king"
      And "south" answers "Once upon a time"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time"
      And the deployments asked were "east, west, south"

  Rule: A tool call is not pieced together

    Scenario Outline: It breaks while a provider that speaks <kind> names the tool's arguments
      Given the model "tools" is served by
        | deployment | provider |
        | south      | <kind>   |
      And the router settings
        | fallbacks | [{"tools": ["spare"]}] |
      And "south" begins a tool call and hangs up
      When a caller asks "tools" for a streamed answer
      Then the caller receives "" and then an error
      And "west" was not asked

      Examples:
        | kind      |
        | openai    |
        | anthropic |

  Rule: Where nobody is left, nobody is asked

    Example: No fallback
      Given the router settings
        | fallbacks | [] |
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error
      And "east" was asked once

    Example: The fallback breaks as well, before anything new
      Given "west" says "Once " and then hangs up
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error

    Example: The fallback breaks as well, after more was said
      Given "west" says "Once upon a time " and then hangs up
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time " and then an error

    Example: The caller wants no fallbacks
      When a caller asks "fast" for a streamed answer with
        | setting           | value |
        | disable_fallbacks | true  |
      Then the caller receives "Once upon " and then an error
      And only "east" was asked

  Rule: The operator may switch carrying on off

    Example: The first failure ends it
      Given the tollgate settings
        | continue_streams | false |
      And "west" answers "Once upon a time"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error
      And only "east" was asked
