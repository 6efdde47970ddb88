Feature: Trying the fallbacks out
  Whether fallbacks are set up well shows only when something fails. Where the operator allows it, a
  caller can have a failure played, without waiting for a real one.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the model "long" is served by
      | deployment | provider |
      | south      | openai   |
    And the model "frank" is served by
      | deployment | provider |
      | north      | openai   |
    And the router settings
      | fallbacks                | [{"fast": ["spare"]}] |
      | context_window_fallbacks | [{"fast": ["long"]}]  |
      | content_policy_fallbacks | [{"fast": ["frank"]}] |

  @http
  Rule: Where the operator allows it, the failure asked for happens before anybody is asked

    Background:
      Given the general settings
        | dangerously_allow_mock_testing_request_params | true |

    Scenario Outline: <switch>
      When a caller asks "fast" a question with
        | setting  | value |
        | <switch> | true  |
      Then "<who>" answers
      And the deployments asked were "<who>"

      Examples:
        | switch                               | who   |
        | mock_testing_fallbacks               | west  |
        | mock_testing_context_fallbacks       | south |
        | mock_testing_context_window_fallbacks | south |
        | mock_testing_content_policy_fallbacks | north |

    Example: A rate limit that passes
      When a caller asks "fast" a question with
        | setting                      | value |
        | mock_testing_rate_limit_error | true |
        | disable_fallbacks            | true  |
      Then "east" answers
      And the deployments asked were "east"

    Example: A timeout
      When a caller asks "fast" a question with
        | setting           | value |
        | mock_timeout      | true  |
        | timeout           | 0.1   |
        | disable_fallbacks | true  |
      Then the caller is told that the time was up
      And nobody was asked

  Rule: Otherwise such a call is refused

    @http
    Example: The caller is told which setting would allow it
      When a caller asks "fast" a question with
        | setting                | value |
        | mock_testing_fallbacks | true  |
      Then the caller gets an error with status 400 and type "invalid_request_error"
      And nobody was asked

  Rule: A deployment may answer by itself, without any provider

    Example: A made-up answer
      Given the model "demo" is served by
        | deployment | provider | mock_response     |
        | made-up    | openai   | "It is a mock-up" |
      When a caller asks "demo" a question
      Then the caller receives "It is a mock-up"
      And nobody was asked
