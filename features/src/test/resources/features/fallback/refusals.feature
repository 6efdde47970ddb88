Feature: Prompts and answers that a provider refuses
  Two refusals say something about the request, not about the provider's day: the prompt is too
  long, or it is against a policy. Another model may take it, if the operator named one for that.

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

    Example: There are none at all, and the general ones do
      Given "east" finds the prompt too long
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then "west" answers

    Example: The caller names one
      Given "east" finds the prompt too long
      When a caller asks "fast" a question with
        | setting                  | value                |
        | context_window_fallbacks | [{"fast": ["last"]}] |
      Then "south" answers

  Rule: A prompt against a provider's policy goes to the models meant for it, and to no others

    Example: There is one
      Given "east" finds the prompt improper
      And the router settings
        | content_policy_fallbacks | [{"fast": ["last"]}]  |
        | fallbacks                | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: There is none, and the refusal is the answer
      Given "east" finds the prompt improper
      And the router settings
        | num_retries | 2                     |
        | fallbacks   | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the prompt is against a policy
      And the deployments asked were "east"

    Example: The operator has it treated as any other failure
      Given "east" finds the prompt improper
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And the tollgate settings
        | content_policy_uses_fallbacks | true |
      When a caller asks "fast" a question
      Then "west" answers

  Rule: An answer that a content filter withheld counts as refused where a model is meant for that

    Example: There is one
      Given "east" withholds its answer
      And the router settings
        | content_policy_fallbacks | [{"fast": ["last"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: There is none, and the answer is handed on as it came
      Given "east" withholds its answer
      When a caller asks "fast" a question
      Then the caller receives ""
      And "east" was asked once
