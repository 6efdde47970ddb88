Feature: Failing before the first word
  As long as the caller has seen no word of an answer, a stream that fails can be replaced by
  another one, and nobody needs to know.

  Background:
    Given the model "fast" is served by
      | deployment | provider  |
      | east       | <kind>    |
    And the model "spare" is served by
      | deployment | provider  |
      | west       | openai    |
    And the router settings
      | num_retries | 0                     |
      | fallbacks   | [{"fast": ["spare"]}] |

  Rule: Whatever goes wrong before the first word is replaced unseen

    Scenario Outline: "east", which speaks <kind>, <fails>
      Given "east" <fails>
      When a caller asks "fast" for a streamed answer
      Then "west" answers
      And the stream ends in good order
      And the stream reads as one answer

      Examples:
        | kind      | fails                             |
        | openai    | breaks down                       |
        | openai    | hangs up                          |
        | openai    | resets the connection             |
        | openai    | breaks off before its first word  |
        | openai    | answers with a web page           |
        | anthropic | breaks down                       |
        | anthropic | breaks off before its first word  |
        | anthropic | answers with a web page           |

    Scenario Outline: "east", which speaks <kind>, opens its stream and then <fails>
      Given "east" says "" and then <fails>
      When a caller asks "fast" for a streamed answer
      Then "west" answers
      And the stream reads as one answer

      Examples:
        | kind      | fails                   |
        | openai    | talks nonsense          |
        | openai    | reports a failure       |
        | openai    | stops without finishing |
        | anthropic | talks nonsense          |
        | anthropic | reports a failure       |
        | anthropic | stops without finishing |
