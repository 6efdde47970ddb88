Feature: Models in Azure
  In Azure a model hides behind a deployment's name, an API version and a key header of its own.
  The operator writes them down once and callers see an ordinary model.

  Background:
    Given the model "corporate" is served by
      | deployment | provider |
      | blue       | azure    |

  Rule: The deployment's address, version and key are the operator's business

    Example: A plain answer
      When a caller asks "corporate" a question
      Then "blue" answers

    @http
    Example: What Azure gets to see
      When a caller asks "corporate" a question
      Then "blue" is asked for its Azure deployment with an API version
      And "blue" is shown its own key only

  Rule: A refused key is the operator's problem and is named as such

    Example: Azure refuses the key
      Given "blue" rejects its key
      When a caller asks "corporate" a question
      Then the caller is told that the provider refused the gateway's key
