Feature: Asking Claude in the words of OpenAI
  Anthropic's models speak a language of their own. The gateway translates both ways, so that a
  caller changes nothing but the model's name.

  Background:
    Given the model "claude" is served by
      | deployment | provider  |
      | west       | anthropic |

  Rule: Questions and answers are translated

    Example: A plain answer
      Given "west" answers "Bonjour."
      When a caller asks "claude" a question
      Then the caller receives "Bonjour."

    Example: A streamed answer
      Given "west" answers "Bonjour tout le monde."
      When a caller asks "claude" for a streamed answer
      Then the caller receives "Bonjour tout le monde."
      And the stream ends in good order

    @http
    Example: Instructions, and the length that Anthropic insists on
      When a caller sends
        """
        {"model":"claude","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}
        """
      Then "west" is asked with the instructions "Be brief." and a bound on the answer's length

  Rule: Failures are translated as well

    Example: A rate limit
      Given "west" is rate limited
      And the router settings
        | num_retries | 0 |
      When a caller asks "claude" a question
      Then the caller is told that the provider is rate limited

    @http
    Example: A stream that Anthropic breaks off
      Given "west" says "Once upon " and then reports a failure
      When a caller asks "claude" for a streamed answer
      Then the caller receives "Once upon " and then an error
