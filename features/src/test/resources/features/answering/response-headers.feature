@http
Feature: What the answer's headers tell
  Whoever looks into a slow or an odd answer wants to know who gave it, after how many tries and at
  what price. The headers tell it, without opening the body.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: An answer names the model, its deployment and the tries it took

    Example: The first try succeeds
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-model-group         | fast |
        | x-litellm-model-id            | east |
        | x-litellm-attempted-retries   | 0    |
        | x-litellm-attempted-fallbacks | 0    |

    Example: The second try succeeds
      Given "east" breaks down once
      When a caller asks "fast" a question
      Then the answer's headers say
        | x-litellm-attempted-retries | 1 |
        | x-litellm-max-retries       | 2 |

  Rule: A call keeps the id its caller gave it

    Example: The caller brings an id
      When a caller asks "fast" a question under the id "my-call-7"
      Then the answer's headers say
        | x-litellm-call-id | my-call-7 |

  Rule: A priced model's answer says what it cost

    Example: The catalogue knows the price
      When a caller asks "fast" a question
      Then the answer's headers hold "x-litellm-response-cost"

  Rule: The provider's headers are passed on under a prefix, its cookies are not

    Example: A request id and a cookie
      Given "east" answers "Hi" with the headers
        | x-request-id | up-1 |
        | set-cookie   | a=b  |
      When a caller asks "fast" a question
      Then the answer's headers say
        | llm_provider-x-request-id | up-1 |
      And the answer's headers hold no "set-cookie"
      And the answer's headers hold no "llm_provider-set-cookie"
