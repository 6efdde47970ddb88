@http
Feature: Completions and embeddings
  Not everything is a chat. Older clients complete a prompt, and search indexes embed texts; both
  work through the same names, keys and rules as a chat does.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: Embeddings are passed through

    Example: A text is embedded
      When a caller has "fast" embed "a line of text"
      Then the caller receives an embedding
      And "east" was asked once

    Example: A provider that is out of order is reported as such
      Given "east" breaks down
      And the router settings
        | num_retries | 0 |
      When a caller has "fast" embed "a line of text"
      Then the caller is told that the provider broke down

  Rule: Every endpoint is also there under its older addresses

    Example: An address without version, and those of the engines and Azure styles
      When callers use these addresses
        | address                                   |
        | /v1/chat/completions                      |
        | /chat/completions                         |
        | /engines/fast/chat/completions            |
        | /openai/deployments/fast/chat/completions |
      Then each of them receives "Hello from east"
