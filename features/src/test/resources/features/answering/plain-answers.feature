Feature: Plain answers
  A caller uses the gateway as if it were the provider. Whatever the provider understands goes
  through, and whatever it answers comes back, so that no client has to know about the gateway.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: The provider's answer reaches the caller unchanged

    Example: A simple question
      Given "east" answers "Fine, thanks."
      When a caller asks "fast" a question
      Then the caller receives "Fine, thanks."
      And "east" was asked once

    @http
    Example: Fields that nobody has heard of, odd spacing and odd numbers are kept
      Given "east" replies with exactly
        """
        { "choices":[{"message":{"content":"caf\u00e9"},"finish_reason":"stop"}],  "novelty": 1.50e+1 }
        """
      When a caller asks "fast" a question
      Then the caller receives exactly what "east" replied

  Rule: What the caller wrote reaches the provider unchanged but for the model's name

    @http
    Example: An unknown setting and its spelling are kept
      When a caller sends
        """
        {"model":"fast",  "messages":[{"role":"user","content":"caf\u00e9"}], "novelty":{"b":1.50e+1,"a":[]}}
        """
      Then "east" receives
        """
        {"model":"gpt-4o-mini",  "messages":[{"role":"user","content":"caf\u00e9"}], "novelty":{"b":1.50e+1,"a":[]}}
        """

    @http
    Example: The gateway's own settings stay with the gateway
      When a caller asks "fast" a question with
        | setting     | value |
        | num_retries | 1     |
      Then "east" hears nothing of "num_retries"

  Rule: The caller's key stays with the gateway and the deployment's key goes to the provider

    @http
    Example: Two keys
      When a caller asks "fast" a question
      Then "east" is shown its own key only
