@http
Feature: Settings that are changed while the gateway runs
  An operator changes how calls are routed without touching a file, by script or from a page. What is
  changed so counts before the file, obeys the same rules, and can be taken back.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the model "calm" is served by
      | deployment |
      | west       |
    And the general settings
      | store_model_in_db | true |

  Rule: What is stored counts before the file, at once

    Example: A fallback
      Given "east" is overloaded
      When the operator stores the router settings
        | fallbacks | [{"fast": ["calm"]}] |
      Then that is done
      When a caller asks "fast" a question
      Then "west" answers

    Example: A setting of the file
      Given the router settings
        | num_retries | 0 |
      And "east" is overloaded 2 times
      When the operator stores the router settings
        | num_retries | 3 |
      And a caller asks "fast" a question
      Then "east" answers

    Example: It is taken back
      When the operator stores the field "completion_model" as "calm"
      Then that is done
      And the field "completion_model" shows "calm" from the store
      When a caller asks "fast" a question
      Then "west" answers
      When the operator takes back the field "completion_model"
      Then that is done
      And the field "completion_model" shows null without the store
      When a caller asks "fast" a question
      Then "east" answers

    Example: The file is read again
      Given the operator stores the field "completion_model" as "calm"
      When the operator adds the model "more" served by "south"
      And a caller asks "more" a question
      Then "west" answers

  Rule: What would break the configuration is not stored

    Example: A wrong value
      When the operator stores the router settings
        | num_retries | "many" |
      Then that is refused with status 400 and "must be a whole number"

    Example: A key that does nothing
      When the operator stores the router settings
        | num_retires | 3 |
      Then that is done
      And the answer says "Did you mean `num_retries`?"
      When the operator stores the field "completion_modle" as "calm"
      Then that is refused with status 400 and "Invalid field"

    Example: What the gateway needs before it can read the store
      When the operator stores the field "master_key" as "sk-other-0123456789"
      Then that is refused with status 400 and "the file or the environment"
      And the answer does not repeat "sk-other-0123456789"

  Rule: Only administrators change settings, and nobody is shown a secret

    Example: A user
      Given the operator makes the user "ana" with
        | max_budget | 10 |
      When who has the key "ana" stores the router settings
        | num_retries | 3 |
      Then that is refused with status 401 and "Only proxy admin"

    Example: A variable
      When the operator stores the variable "OPENAI_API_KEY" as "sk-variable-0123456789"
      Then that is done
      And the answer does not repeat "sk-variable-0123456789"
      And the settings in force do not show "sk-variable-0123456789"

  Rule: It has to be switched on

    Example: By the API itself
      Given the general settings
        | store_model_in_db | false |
      When the operator stores the router settings
        | num_retries | 3 |
      Then that is refused with status 500 and "STORE_MODEL_IN_DB"
      When the operator stores the field "store_model_in_db" as true
      Then that is done
      When the operator stores the router settings
        | num_retries | 3 |
      Then that is done
