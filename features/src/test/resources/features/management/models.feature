@http
Feature: Models that are added while the gateway runs
  A platform team adds and changes deployments by script or Terraform. What it adds is kept by the
  gateway, obeys the rules of the file, and serves calls at once; the providers' keys are never
  shown again.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the general settings
      | store_model_in_db | true |

  Rule: What is stored serves calls before the operator has the answer

    Example: A new model
      When the operator stores the model "extra" served by "west"
      Then that is done
      And the answer does not repeat "sk-key-of-west"
      When a caller asks "extra" a question
      Then "west" answers
      And "west" is shown its own key only
      And the model info of "west" shows
        | id       | "west" |
        | db_model | true   |

    Example: One deployment more for a model of the file
      When the operator stores the model "fast" served by "west"
      And a caller asks "fast" 40 questions
      Then between 20 and 80 percent of the last 40 were answered by "west"

    Example: A changed model
      Given the operator stores the model "extra" served by "west"
      When the operator changes the stored "west" to
        | model | "openai/gpt-4o" |
      Then that is done
      When a caller asks "extra" a question
      Then "west" is asked for the model "gpt-4o"
      And "west" is shown its own key only

    Example: A deleted model
      Given the operator stores the model "extra" served by "west"
      When the operator deletes the stored "west"
      Then that is done
      When a caller asks "extra" a question
      Then the caller gets an error with status 400 and type "invalid_request_error"

    Example: The file is read again
      Given the operator stores the model "extra" served by "west"
      When the operator adds the model "more" served by "south"
      And a caller asks "extra" a question
      Then "west" answers

  Rule: What the file says is changed in the file

    Example: A deployment of the file
      When the operator changes the stored "east" to
        | rpm | 5 |
      Then that is refused with status 400 and "config.yaml line"
      When the operator deletes the stored "east"
      Then that is refused with status 400 and "config.yaml line"
      When the operator stores the model "extra" served by "east"
      Then that is refused with status 400 and "config.yaml line"

    Example: One that nobody knows
      When the operator deletes the stored "north"
      Then that is refused with status 400 and "Model with id=north not found in db"

  Rule: What could not serve is not stored

    Example: A provider that does not exist
      Given the operator stores the model "extra" served by "west"
      When the operator changes the stored "west" to
        | model | "nobody/x" |
      Then that is refused with status 400 and "no provider"
      When a caller asks "extra" a question
      Then "west" answers

    Example: A gateway that keeps no models
      Given the general settings
        | store_model_in_db | false |
      When the operator stores the model "extra" served by "west"
      Then that is refused with status 500 and "STORE_MODEL_IN_DB"

  Rule: Only administrators store models of everybody's

    Example: A user
      Given the operator makes the user "ana" with
        | max_budget | 10 |
      When who has the key "ana" stores the model "extra" served by "west"
      Then that is refused with status 403 and "does not have permission to make this model call"
