@http
Feature: Callers who hang up
  An answer that nobody reads still costs money. When the caller leaves, the gateway stops asking.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A call that nobody waits for is given up at the provider

    Example: During a stream
      Given "east" says "Once upon " and then falls silent
      When a caller hangs up after the first word of "fast"
      Then "east" soon notices that nobody listens

    Example: Before a plain answer
      Given "east" keeps silent
      When a caller hangs up while "fast" is thinking
      Then "east" soon notices that nobody listens
      And "east" was asked once

    Example: An Anthropic stream
      Given the model "claude" is served by
        | deployment | provider  |
        | south      | anthropic |
      And "south" says "Once upon " and then falls silent
      When a caller hangs up after the first word of "claude"
      Then "south" soon notices that nobody listens

    Example: Nobody else is asked in their place
      Given the model "spare" is served by
        | deployment | provider |
        | west       | openai   |
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And "east" says "Once upon " and then falls silent
      When a caller hangs up after the first word of "fast"
      Then "east" soon notices that nobody listens
      And "west" was not asked

  Rule: What was received until then is billed

    Example: The prompt and a few words
      Given "east" says "Once upon " and then falls silent
      When a caller hangs up after the first word of "fast"
      Then the log soon tells of attempts at "east"
      And each of them is billed

  Rule: A deployment is not blamed for it

    Example: The next caller
      Given "east" keeps silent once
      When a caller hangs up while "fast" is thinking
      And a caller asks "fast" a question
      Then "east" answers
