@http
Feature: What an answer costs
  Who pays wants to know the price of each answer, to the last digit, and what it is made of. A price
  that is not known is said to be unknown; it is never zero.

  Background:
    Given the model "fast" is served by
      | deployment | provider | input_cost_per_token | output_cost_per_token |
      | east       | openai   | 0.000002             | 0.000004              |

  Rule: A cost is the sum of its parts

    Example: Nine tokens of a question and three of an answer
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-response-cost        | 3e-05   |
        | x-litellm-response-cost-input  | 1.8e-05 |
        | x-litellm-response-cost-output | 1.2e-05 |

    Example: Most of the question was cached
      Given the model "cached" is served by
        | deployment | provider | input_cost_per_token | output_cost_per_token | cache_read_input_token_cost |
        | west       | openai   | 0.000002             | 0.000004              | 0.0000002                   |
      And "west" replies with exactly
        """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010,"prompt_tokens_details":{"cached_tokens":900}}}
        """
      When a caller asks "cached" a question
      Then the answer's headers say
        | x-litellm-response-cost            | 0.00042 |
        | x-litellm-response-cost-cache-read | 0.00018 |

  Rule: The service tier that the provider served has its own price

    Example: Priority was served
      Given the model "urgent" is served by
        | deployment | provider | model         |
        | west       | openai   | openai/gpt-4.1 |
      And "west" replies with exactly
        """
        {"id":"c","object":"chat.completion","created":1,"model":"m","service_tier":"priority","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}
        """
      When a caller asks "urgent" a question
      Then the answer's headers say
        | x-litellm-response-cost | 0.0049 |

    Example: The caller asked for a cheaper tier, and the provider says nothing else
      Given the model "patient" is served by
        | deployment | provider | model     |
        | west       | openai   | openai/o3 |
      And "west" replies with exactly
        """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}
        """
      When a caller asks "patient" a question with
        | setting      | value  |
        | service_tier | "flex" |
      Then the answer's headers say
        | x-litellm-response-cost | 0.0014 |

  Rule: An unknown price is not zero

    Example: Nobody knows the model
      Given the model "own" is served by
        | deployment | provider | model            |
        | west       | openai   | openai/my-secret |
      When a caller asks "own" a question
      Then the answer's headers hold no "x-litellm-response-cost"

    Example: It is declared free
      Given the model "own" is served by
        | deployment | provider | model            | input_cost_per_token | output_cost_per_token |
        | west       | openai   | openai/my-secret | 0                    | 0                     |
      When a caller asks "own" a question
      Then the answer's headers say
        | x-litellm-response-cost | 0.0 |

  Rule: A discount is taken first, a margin is added to what is left

    Example: Ten percent less, twenty more, and a fixed amount
      Given the litellm settings
        | cost_discount_config | {openai: 0.1}                                  |
        | cost_margin_config   | {openai: {percentage: 0.2, fixed_amount: 0.001}} |
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-response-cost                 | 0.0010324 |
        | x-litellm-response-cost-original        | 3e-05     |
        | x-litellm-response-cost-discount-amount | 3e-06     |
        | x-litellm-response-cost-margin-amount   | 0.0010054 |
        | x-litellm-response-cost-margin-percent  | 0.2       |

    Example: A margin for all providers
      Given the litellm settings
        | cost_margin_config | {global: 0.5, azure: 0.1} |
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-response-cost | 4.5e-05 |

  Rule: A price can be asked for before anything is spent

    Example: Of a thousand calls a day
      When the operator asks what 1000 calls a day of "fast" cost, each with 1000 tokens in and 500 out
      Then a call costs "0.004" and a day "4"
      And nobody was asked

    Example: Of a model whose price nobody knows
      Given the model "own" is served by
        | deployment | provider | model            |
        | west       | openai   | openai/my-secret |
      When the operator asks what 1000 calls a day of "own" cost, each with 1000 tokens in and 500 out
      Then the caller gets an error with status 400 and type "invalid_request_error"

  Rule: A stream tells its cost where it tells its usage

    Example: The caller asked for the usage
      When a caller asks "fast" for a streamed answer with
        | setting        | value                   |
        | stream_options | {"include_usage": true} |
      Then the stream tells the cost "0.00003"

    Example: The operator does not want it
      Given the litellm settings
        | include_cost_in_streaming_usage | false |
      When a caller asks "fast" for a streamed answer with
        | setting        | value                   |
        | stream_options | {"include_usage": true} |
      Then the stream holds the usage
      And the stream tells no cost
