@http
Feature: Where a call would go
  Whoever wonders why a deployment gets no calls should not have to guess. The gateway tells where
  a call would go at this moment and why not elsewhere, without making one.

  Background:
    Given the model "fast" is served by
      | deployment | provider | order |
      | east       | openai   | 1     |
      | west       | openai   | 2     |
    And the model "spare" is served by
      | deployment | provider |
      | south      | openai   |
    And the router settings
      | fallbacks | [{"fast": ["spare"]}] |

  Rule: The operator sees who would be asked, in which order, and who stands in

    Example: All is well
      When the operator asks where a call of "fast" would go
      Then it would be tried with "east, west" and then with the model "spare"
      And nobody is left out
      And nobody was asked

  Rule: The operator sees who is left out, and why

    Example: One is cooling down
      Given "east" is rate limited once
      When a caller asks "fast" a question
      And the operator asks where a call of "fast" would go
      Then it would be tried with "west" and then with the model "spare"
      And only "east" is left out, with the reason "cooling_down"

    Example: One runs as many calls as it may
      Given the model "narrow" is served by
        | deployment | provider | order | max_parallel_requests |
        | north      | openai   | 1     | 1                     |
        | northwest  | openai   | 2     |                       |
      And "north" takes its time
      When a caller waits for an answer of "narrow"
      And the operator asks where a call of "narrow" would go
      Then it would be tried with "northwest" only
      And only "north" is left out, with the reason "parallel_limit"

  Rule: A name that nobody answers to is not found

    Example: A slip of the pen
      When the operator asks where a call of "fats" would go
      Then the caller gets an error with status 404 and type "invalid_request_error"

  Rule: It is the operator's business only

    Example: Somebody else's key
      When somebody with the key "sk-wrong-0123456789" asks where a call of "fast" would go
      Then the caller is told that the key is not valid
      And the answer does not repeat "east"
