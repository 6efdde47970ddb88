Feature: From a name to a model
  Callers ask for a model by a name that the operator chose. What stands behind a name can change
  without any caller noticing.

  Rule: A name is looked up among deployments, aliases, models and patterns, in that order

    Example: A model group
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      When a caller asks "fast" a question
      Then "east" answers

    Example: A single deployment by its id
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
        | west       | openai   |
      When a caller asks "west" 10 questions
      Then only "west" was asked

    Example: A name that nobody has
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      When a caller asks "slow" a question
      Then the caller is told that there is no such model
      And nobody was asked

  Rule: An alias is another name for a model

    Example: A plain and a hidden alias
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | model_group_alias | {"gpt-4": "fast", "secret": {"model": "fast", "hidden": true}} |
      When a caller asks "gpt-4" a question
      And a caller asks "secret" a question
      Then "east" was asked 2 times

    Example: An alias of an alias leads nowhere
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the router settings
        | model_group_alias | {"one": "two", "two": "fast"} |
      When a caller asks "one" a question
      Then the caller is told that there is no such model

  Rule: A pattern serves every name it matches

    Background:
      Given the model "openai/*" is served by
        | deployment | provider | model    |
        | any        | openai   | openai/* |
      And the model "openai/gpt-4o" is served by
        | deployment | provider | model         |
        | exact      | openai   | openai/gpt-4o |

    @http
    Example: What the star stands for is what the provider is asked for
      When a caller asks "openai/gpt-4.1" a question
      Then "any" is asked for the model "gpt-4.1"

    Example: A well-known model is found without its provider's name
      When a caller asks "gpt-4o-mini" a question
      Then "any" answers

    Example: An exact name beats a pattern
      When a caller asks "openai/gpt-4o" a question
      Then "exact" answers

    Example: A name that no pattern matches
      When a caller asks "house-model" a question
      Then the caller is told that there is no such model

  Rule: A lone star serves whatever is left

    Example: The default deployment
      Given the model "*" is served by
        | deployment | provider | model    |
        | rest       | openai   | openai/* |
      When a caller asks "house-model" a question
      Then "rest" answers
