Feature: Falling back to another model
  When no deployment of a model can answer, another model may do. The operator says which, so that
  a caller sees an answer instead of a provider's bad day.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the model "last" is served by
      | deployment | provider |
      | south      | openai   |
    And the router settings
      | num_retries | 0 |

  Rule: A model's fallbacks are tried in their order

    Example: The first fallback answers
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare", "last"]}] |
      When a caller asks "fast" a question
      Then "west" answers
      And the deployments asked were "east, west"

    Example: A fallback has fallbacks of its own
      Given "east" breaks down
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}, {"spare": ["last"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: All fail, and the caller is told of the first failure
      Given "east" finds the request wrong
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the request was wrong
      And the deployments asked were "east, west"

    Example: Models that fall back to each other do not go round in circles
      Given "east" breaks down
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}, {"spare": ["fast"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the provider broke down
      And the deployments were asked at most 6 times

  Rule: A streamed answer falls back as a plain one does, until its first word

    Example: No word was said yet
      Given "east" breaks off before its first word
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" for a streamed answer
      Then "west" answers
      And the stream ends in good order

  Rule: Default fallbacks serve models without an entry, and unknown names

    Example: A model without an entry
      Given "east" breaks down
      And the router settings
        | default_fallbacks | ["spare"] |
      When a caller asks "fast" a question
      Then "west" answers

    Example: A name that nobody has
      Given the router settings
        | default_fallbacks | ["spare"] |
      When a caller asks "nonsense" a question
      Then "west" answers

  Rule: A prompt that is too long goes to the models meant for it

    Example: There is one
      Given "east" finds the prompt too long
      And the router settings
        | context_window_fallbacks | [{"fast": ["last"]}]  |
        | fallbacks                | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: There are some, but not for this model
      Given "east" finds the prompt too long
      And the router settings
        | context_window_fallbacks | [{"spare": ["last"]}] |
        | fallbacks                | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the prompt is too long
      And only "east" was asked

  Rule: A prompt against a provider's policy goes to the models meant for it

    Example: There is one
      Given "east" finds the prompt improper
      And the router settings
        | content_policy_fallbacks | [{"fast": ["last"]}] |
      When a caller asks "fast" a question
      Then "south" answers

  Rule: The caller may do without

    Example: The plain error is wanted
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question with
        | setting           | value |
        | disable_fallbacks | true  |
      Then the caller is told that the provider broke down
      And only "east" was asked

    Example: The caller names fallbacks of their own
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question with
        | setting   | value    |
        | fallbacks | ["last"] |
      Then "south" answers
