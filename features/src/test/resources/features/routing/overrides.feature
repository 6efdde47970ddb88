Feature: What a caller may decide for one call
  The operator's settings are right for most calls. Who knows better for one of them says so in its
  body or in its headers.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the router settings
      | num_retries | 1 |

  Rule: In the body

    Scenario Outline: num_retries <number>
      Given "east" breaks down
      When a caller asks "fast" a question with
        | setting     | value    |
        | num_retries | <number> |
      Then "east" was asked <tries> times

      Examples:
        | number | tries |
        | 0      | 1     |
        | 3      | 4     |

    Example: A bound for streams does not bind plain answers
      Given "east" is slow
      When a caller asks "fast" a question with
        | setting        | value |
        | stream_timeout | 0.05  |
      Then "east" answers

    @http
    Example: The provider hears nothing of it
      When a caller asks "fast" a question with
        | setting     | value |
        | num_retries | 3     |
        | timeout     | 20    |
      Then "east" hears nothing of "num_retries"
      And "east" hears nothing of "timeout"

  Rule: In the headers

    @http
    Example: Retries
      Given "east" breaks down
      When a caller asks "fast" a question with the headers
        | x-litellm-num-retries | 3 |
      Then "east" was asked 4 times

    @http
    Example: The time of one attempt
      Given "east" keeps silent
      And the router settings
        | num_retries | 0 |
      When a caller asks "fast" a question with the headers
        | x-litellm-timeout | 0.3 |
      Then the caller is told that the time was up

    @http
    Example: The time of one attempt at a stream
      Given "east" keeps silent
      And the router settings
        | num_retries | 0 |
      When a caller asks "fast" for a streamed answer with the headers
        | x-litellm-stream-timeout | 0.3 |
      Then the caller is told that the time was up

    @http
    Example: A bound for streams does not bind plain answers there either
      Given "east" is slow
      When a caller asks "fast" a question with the headers
        | x-litellm-stream-timeout | 0.05 |
      Then "east" answers

  Rule: What was decided shows in the answer's headers

    @http
    Example: Tried again
      Given "east" breaks down once
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-attempted-retries   | 1    |
        | x-litellm-attempted-fallbacks | 0    |
        | x-litellm-model-group         | fast |
        | x-litellm-model-id            | east |

    @http
    Example: Fallen back
      Given the model "spare" is served by
        | deployment | provider |
        | west       | openai   |
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And "east" breaks down
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-attempted-fallbacks | 1     |
        | x-litellm-model-group         | spare |
        | x-litellm-model-id            | west  |
