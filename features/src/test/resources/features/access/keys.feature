@http
Feature: Showing a key
  The gateway spends its operator's money, so it answers nobody without a key. Clients of every
  provider may show it where they are used to.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: The key may come in any of these forms

    Scenario Outline: <header>: <form>
      When a caller shows the key as "<form>" in "<header>"
      Then the caller receives "Hello from east"

      Examples:
        | header                    | form           |
        | Authorization             | Bearer KEY     |
        | Authorization             | bearer KEY     |
        | Authorization             | Basic KEY      |
        | x-litellm-api-key         | KEY            |
        | x-litellm-api-key         | Bearer KEY     |
        | api-key                   | KEY            |
        | x-api-key                 | KEY            |
        | x-goog-api-key            | KEY            |
        | Ocp-Apim-Subscription-Key | KEY            |

  Rule: Without the right key nothing is done

    Example: No key at all
      When a caller shows no key
      Then the caller is told that a key is missing
      And nobody was asked

    Example: A wrong key
      When a caller shows the key "sk-wrong-0123456789" as "Bearer KEY" in "Authorization"
      Then the caller is told that the key is not valid
      And the answer does not repeat "sk-wrong-0123456789"
      And nobody was asked

    Example: A wrong key in the stronger place beats the right one in the weaker
      When a caller shows a wrong key in "x-litellm-api-key" and the right one in "Authorization"
      Then the caller is told that the key is not valid

    Example: A provider's own key
      When a caller shows the key "sk-ant-api03-0123456789" as "KEY" in "x-api-key"
      Then the caller learns that this is a key of "Anthropic"
      And the answer does not repeat "sk-ant-api03-0123456789"

  Rule: Signs of life need no key, everything else does

    Example: Looking around
      Then without a key one gets
        | address             | status |
        | /health/liveliness  | 200    |
        | /health/readiness   | 200    |
        | /v1/models          | 401    |
        | /model/info         | 401    |
        | /health             | 401    |
