Feature: Streamed answers
  A streamed answer is read while it is being written. The gateway hands on every piece at once,
  learns what it cost, and never passes off a broken answer as a whole one.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the router settings
      | num_retries | 0 |

  Rule: Every piece is handed on as it came

    Example: A whole answer
      Given "east" answers "Once upon a time"
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon a time"
      And the stream ends in good order

    Example: A provider that says nothing
      Given "east" answers ""
      When a caller asks "fast" for a streamed answer
      Then the caller receives ""
      And the stream ends in good order

  Rule: The provider is always asked what the answer used, the caller is told on request only

    @http
    Example: The caller did not ask
      When a caller asks "fast" for a streamed answer
      Then "east" was asked to report its usage
      And the stream holds no usage

    @http
    Example: The caller asked
      When a caller asks "fast" for a streamed answer with
        | setting        | value                   |
        | stream_options | {"include_usage": true} |
      Then the stream holds the usage

  Rule: A stream that fails before its first word fails as a plain answer does

    Example: The provider refuses
      Given "east" breaks down
      When a caller asks "fast" for a streamed answer
      Then the caller is told that the provider broke down

    Example: The provider hangs up, and a second try succeeds
      Given "east" breaks off before its first word once
      And the router settings
        | num_retries | 1 |
      When a caller asks "fast" for a streamed answer
      Then "east" answers
      And the stream ends in good order

  Rule: A stream that breaks where nobody can carry it on ends with an error

    Example: It is not asked to begin again
      Given "east" says "Once upon " and then hangs up
      And the router settings
        | num_retries | 2 |
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error
      And "east" was asked once
