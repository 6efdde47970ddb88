@http
Feature: Signs of life and lists of models
  Load balancers ask whether the gateway lives, operators whether the providers do, and callers
  which models there are.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the router settings
      | model_group_alias | {"gpt-4": "fast", "secret": {"model": "fast", "hidden": true}} |

  Rule: Callers see the models and the aliases that are not hidden

    Example: The list
      When a caller lists the models
      Then the list holds "fast"
      And the list holds "gpt-4"
      And the list does not hold "secret"

    Example: A model that is not there
      Then with a key one gets
        | method | address         | status |
        | GET    | /v1/models/fast | 200    |
        | GET    | /v1/models/nope | 404    |

  Rule: Operators see the deployments, without their keys

    Example: The model info
      When the operator looks at the model info
      Then it names "east"
      And it does not show the key of "east"

  Rule: A check asks every deployment for a sign of life

    Example: All is well
      When the operator checks the health
      Then 1 deployment is healthy and 0 are not

    Example: One is not
      Given "east" breaks down
      When the operator checks the health
      Then 0 deployments are healthy and 1 is not

    Example: Somebody else asks at the same time
      When the operator checks the health
      And the operator checks the health
      Then "east" was asked once

  Rule: Operators see which deployments are left alone

    Example: One whose key is refused
      Given "east" rejects its key
      When a caller asks "fast" a question
      And the operator looks at the readiness in detail
      Then the gateway is ready, and leaves "east" alone
      And it does not show the key of "east"
