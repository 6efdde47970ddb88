@http
Feature: Credentials that several models share
  A provider's key is kept once, under a name, and models refer to it. It is changed in one place, and
  never shown again.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the general settings
      | store_model_in_db | true |

  Rule: Models use a credential by its name

    Example: A model that refers to one
      When the operator stores the credential "eu" with the key "sk-the-first-key-0001"
      Then that is done
      And the answer does not repeat "sk-the-first-key-0001"
      When the operator stores the model "extra" served by "west" with the credential "eu"
      And a caller asks "extra" a question
      Then "west" is shown the key "sk-the-first-key-0001"

    Example: A changed key is in force at once
      Given the operator stores the credential "eu" with the key "sk-the-first-key-0001"
      And the operator stores the model "extra" served by "west" with the credential "eu"
      When the operator changes the credential "eu" to the key "sk-the-other-key-0002"
      Then that is done
      When a caller asks "extra" a question
      Then "west" is shown the key "sk-the-other-key-0002"

    Example: One that is in use is not deleted
      Given the operator stores the credential "eu" with the key "sk-the-first-key-0001"
      And the operator stores the model "extra" served by "west" with the credential "eu"
      When the operator deletes the credential "eu"
      Then that is refused with status 400 and "model_list[west]"
      When the operator deletes the stored "west"
      And the operator deletes the credential "eu"
      Then that is done

    Example: A name that nobody has
      When the operator stores the model "extra" served by "west" with the credential "us"
      Then that is refused with status 400 and "no credential of this name"
      When the operator deletes the credential "us"
      Then that is refused with status 404 and "not found"

  Rule: Keys are shown masked

    Example: Looking at one
      When the operator stores the credential "eu" with the key "sk-the-first-key-0001"
      Then the credential "eu" shows the key as "sk****01"
      When the operator stores the credential "us" with the key "short"
      Then the credential "us" shows the key as "****"

    Example: A name is given once
      Given the operator stores the credential "eu" with the key "sk-the-first-key-0001"
      When the operator stores the credential "eu" with the key "sk-the-other-key-0002"
      Then that is refused with status 409 and "already"
