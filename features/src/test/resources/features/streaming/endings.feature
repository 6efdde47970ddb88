Feature: Knowing a whole answer from a broken one
  A stream can end in many ways, and only one of them means that the answer is whole: the provider
  gave a reason to finish. The gateway goes by that and by nothing else.

  Background:
    Given the model "fast" is served by
      | deployment | provider  |
      | east       | openai    |
    And the model "other" is served by
      | deployment | provider  |
      | claude     | anthropic |
    And the router settings
      | num_retries | 0 |

  Rule: An answer that gave its reason to finish is whole, with or without a mark at its end

    Scenario Outline: "<deployment>" <forgets>
      Given "<deployment>" says "Once upon a time" and then <forgets>
      When a caller asks "<model>" for a streamed answer
      Then the caller receives "Once upon a time"
      And the stream ends in good order
      And the stream reads as one answer

      Examples:
        | model | deployment | forgets             |
        | fast  | east       | forgets the end mark |
        | fast  | east       | never closes        |
        | other | claude     | forgets the end mark |
        | other | claude     | never closes        |

    @http
    Example: Its usage is handed on all the same
      Given "east" says "Once upon a time" and then forgets the end mark
      When a caller asks "fast" for a streamed answer with
        | setting        | value                   |
        | stream_options | {"include_usage": true} |
      Then the stream holds the usage
      And the stream ends in good order

  Rule: An answer that did not is broken, however politely the stream ended

    Scenario Outline: "<deployment>" <breaks>
      Given "<deployment>" says "Once upon " and then <breaks>
      And the router settings
        | stream_timeout | 0.5 |
      When a caller asks "<model>" for a streamed answer
      Then the caller receives "Once upon " and then an error
      And "<deployment>" was asked once

      Examples:
        | model | deployment | breaks                  |
        | fast  | east       | hangs up                |
        | fast  | east       | resets the connection   |
        | fast  | east       | stops without finishing |
        | fast  | east       | falls silent            |
        | fast  | east       | talks nonsense          |
        | fast  | east       | reports a failure       |
        | other | claude     | hangs up                |
        | other | claude     | resets the connection   |
        | other | claude     | stops without finishing |
        | other | claude     | falls silent            |
        | other | claude     | talks nonsense          |
        | other | claude     | reports a failure       |
