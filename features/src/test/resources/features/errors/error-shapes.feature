@http
Feature: How failures look
  Clients decide by an error's status and shape whether to try again, to shorten the prompt or to
  wake somebody up. So every failure comes in the one shape that OpenAI's clients know.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the router settings
      | num_retries | 0 |

  Rule: The provider's failure keeps its status

    Scenario Outline: Status <status>
      Given "east" replies with status <status>
      When a caller asks "fast" a question
      Then the caller gets an error with status <status> and type "<type>"

      Examples:
        | status | type                  |
        | 400    | invalid_request_error |
        | 401    | authentication_error  |
        | 403    | permission_error      |
        | 404    | invalid_request_error |
        | 422    | invalid_request_error |
        | 429    | throttling_error      |
        | 500    | internal_server_error |
        | 503    | internal_server_error |
        | 529    | internal_server_error |

  Rule: The provider's wish to be left alone reaches the caller

    Example: Come back in seven seconds
      Given "east" is rate limited and asks to wait 7 seconds
      When a caller asks "fast" a question
      Then the answer's headers say
        | retry-after | 7 |

  Rule: What is no answer is an error and not an answer

    Scenario Outline: The provider <misbehaves>
      Given "east" <misbehaves>
      When a caller asks "fast" a question
      Then the caller gets an error that is the provider's fault

      Examples:
        | misbehaves                |
        | hangs up                  |
        | answers with a web page   |
        | answers with half an answer |

  Rule: An error tells nothing that is not the caller's business

    Example: Keys and addresses
      Given "east" breaks down
      When a caller asks "fast" a question
      Then the answer does not repeat the key or the address of "east"
