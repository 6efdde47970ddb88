Feature: Looking before asking
  A provider charges nothing for refusing a prompt that is too long, but the caller waits for it.
  Where the gateway can know beforehand, it does not ask.

  Background:
    Given the model "fast" is served by
      | deployment | provider | max_input_tokens |
      | small      | openai   | 4096             |
      | large      | openai   | 100000           |
    And the router settings
      | enable_pre_call_checks | true |

  Rule: A deployment whose window is too small for the prompt is left out

    Example: A long prompt
      When a caller asks "fast" a question of 10000 words
      Then "large" answers
      And only "large" was asked

    Example: A short one goes to both
      When a caller asks "fast" 30 questions
      Then "small" was asked at least 1 time
      And "large" was asked at least 1 time

  Rule: A prompt that fits nowhere goes to the fallbacks meant for that

    Background:
      Given the model "tiny" is served by
        | deployment | provider | max_input_tokens |
        | mini       | openai   | 1000             |

    Example: There is one
      Given the router settings
        | context_window_fallbacks | [{"tiny": ["fast"]}] |
      When a caller asks "tiny" a question of 2000 words
      Then the caller gets an answer
      And "mini" was not asked

    Example: There is none
      When a caller asks "tiny" a question of 2000 words
      Then the caller is told that the prompt is too long
      And nobody was asked

  Rule: A deployment that used up its requests of the minute is left out

    Example: Two requests a minute
      Given the model "bounded" is served by
        | deployment | provider | rpm | order |
        | first      | openai   | 2   | 1     |
        | second     | openai   | 100 | 2     |
      When a caller asks "bounded" 5 questions
      Then "first" was asked 2 times
      And "second" was asked 3 times

    Example: Nobody has any left
      Given the model "bounded" is served by
        | deployment | provider | rpm |
        | first      | openai   | 2   |
      When a caller asks "bounded" 3 questions
      Then the caller is told that no deployment is left
      And "first" was asked 2 times
