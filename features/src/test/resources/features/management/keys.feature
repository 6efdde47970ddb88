@http
Feature: Issuing keys
  Every program gets a key of its own: with the models it may call, what it may spend, and an end.
  A key that leaks is withdrawn alone, and everybody sees whose calls cost what. This is done over
  HTTP in the words that scripts and Terraform providers already speak.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the model "dear" is served by
      | deployment |
      | west       |

  Rule: A key is told once, and may do what it was made for

    Example: It calls a model
      Given the operator issues the key "ci" with
        | models | ["fast"] |
      When who has the key "ci" asks "fast" a question
      Then "east" answers

    Example: It does not call others
      Given the operator issues the key "ci" with
        | models | ["fast"] |
      When who has the key "ci" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: Nobody is told it again
      Given the operator issues the key "ci" with
        | max_budget | 25 |
      Then the key "ci" shows
        | key_alias  | "ci"     |
        | max_budget | 25.0     |
        | status     | "active" |

  Rule: What is changed counts from the next call on

    Example: Other models
      Given the operator issues the key "ci" with
        | models | ["fast"] |
      When the operator changes the key "ci" to
        | models | ["dear"] |
      And who has the key "ci" asks "dear" a question
      Then "west" answers

    Example: Null clears, and what is not named stays
      Given the operator issues the key "ci" with
        | max_budget | 25 |
        | rpm_limit  | 10 |
      When the operator changes the key "ci" to
        | max_budget | null |
      Then the key "ci" shows
        | max_budget | null |
        | rpm_limit  | 10   |

    Example: Blocked and let in again
      Given the operator issues the key "ci"
      When the operator blocks the key "ci"
      Then the key "ci" is not taken any more
      When the operator unblocks the key "ci"
      Then the key "ci" is taken

    Example: Deleted
      Given the operator issues the key "ci"
      When the operator deletes the key "ci"
      Then the key "ci" is not taken any more

  Rule: A key ends when it was told to

    Example: After an hour
      Given the operator issues the key "guest" with
        | duration | "1h" |
      When 3600 seconds pass
      Then the key "guest" is not taken any more

    Example: A budget without a period on a key that ends
      When the operator issues the key "guest" with
        | duration   | "1d" |
        | max_budget | 5    |
      Then the answer says "This key expires at"

  Rule: A new key takes the place of an old one

    Example: At once
      Given the operator issues the key "old"
      When the operator renews the key "old" as "new"
      Then the key "new" is taken
      And the key "old" is not taken any more

    Example: With a grace for those who have not heard of it
      Given the operator issues the key "old"
      When the operator renews the key "old" as "new" with a grace of 1h
      Then the key "old" is taken
      When 3601 seconds pass
      Then the key "old" is not taken any more
      And the key "new" is taken

  Rule: What is wrong is named

    Scenario Outline: <field>
      When the operator tries to issue the key "ci" with
        | <field> | <value> |
      Then that is refused with status <status> and "<words>"

      Examples:
        | field           | value    | status | words                               |
        | max_budget      | -1       | 400    | must be a non-negative finite number |
        | max_budget      | "lots"   | 422    | Input should be a valid number      |
        | budget_duration | "foo"    | 400    | Invalid budget_duration 'foo'       |
        | duration        | "soon"   | 400    | Invalid duration format             |
        | key             | "abc"    | 400    | must start with 'sk-'               |

    Example: A name that another key has
      Given the operator issues the key "ci"
      When the operator tries to issue the key "ci" with
        | max_budget | 1 |
      Then that is refused with status 400 and "already exists"

  Rule: Configured bounds hold for everybody

    Background:
      Given the litellm settings
        | upperbound_key_generate_params | {max_budget: 10, duration: 30d} |

    Example: More than the bound
      When the operator tries to issue the key "ci" with
        | max_budget | 11 |
      Then that is refused with status 400 and "max_value=10"

    Example: Nothing said
      Given the operator issues the key "ci"
      Then the key "ci" shows
        | max_budget | 10.0 |
