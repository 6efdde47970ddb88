Feature: Carrying on an answer that broke
  A caller who has read half an answer wants the other half, not an error. Where somebody else can
  be asked, the gateway gets the rest there, and the caller sees one whole answer.

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
    And "west" answers "Once upon a time there was"

  Rule: The rest is had by asking again, and what the caller has is not sent twice

    Scenario Outline: "east" <breaks>
      Given "east" says "Once upon " and then <breaks>
      And the router settings
        | stream_timeout | 0.5 |
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time there was"
      And the stream ends in good order
      And the stream reads as one answer
      And "west" was asked the whole question again

      Examples:
        | breaks                  |
        | hangs up                |
        | resets the connection   |
        | stops without finishing |
        | falls silent            |
        | talks nonsense          |
        | reports a failure       |

    Example: Another deployment of the same model does as well
      Given the model "pair" is served by
        | deployment | provider | order |
        | one        | openai   | 1     |
        | two        | openai   | 2     |
      And "one" says "Once upon " and then hangs up
      And "two" answers "Once upon a time"
      When a caller asks "pair" for a streamed answer
      Then the caller receives "Once upon a time"
      And the deployments asked were "one, two"

  Rule: Whoever can go on from a beginning is given the beginning

    Background:
      Given the model "claude" is served by
        | deployment | provider  |
        | south      | anthropic |
      And the router settings
        | fallbacks | [{"fast": ["claude"]}] |
      And "east" says "Once upon " and then hangs up

    Example: It goes on
      Given "south" answers "Once upon a time there was"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time there was"
      And the stream reads as one answer
      And "south" was asked to go on from "Once upon"

    Example: It refuses, and is asked the whole question instead
      Given "south" answers "Once upon a time there was" but goes on from no beginning
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time there was"
      And "south" was asked 2 times

  Rule: An answer of an Anthropic provider is carried on just so

    Example: To an OpenAI one
      Given the model "claude" is served by
        | deployment | provider  |
        | south      | anthropic |
      And the router settings
        | fallbacks | [{"claude": ["spare"]}] |
      And "south" says "Once upon " and then hangs up
      When a caller asks "claude" for a streamed answer
      Then the caller receives "Once upon a time there was"
      And the stream reads as one answer

  Rule: The caller learns who finished, and what both cost

    @http
    Example: Model and usage
      Given "east" says "Once upon " and then hangs up
      When a caller asks "fast" for a streamed answer with
        | setting        | value                   |
        | stream_options | {"include_usage": true} |
      Then the stream names the model of "west" at its end
      And the stream's usage is that of both

    Example: Both attempts are logged and billed
      Given "east" says "Once upon " and then hangs up
      When a caller asks "fast" for a streamed answer
      Then the log tells of attempts at "east, west"
      And each of them is billed
