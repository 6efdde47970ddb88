@http
Feature: Access groups
  Keys and teams are given models by the name of a group, so that a model is added to all of them in
  one place. A group is named by its members, in the file or over HTTP, or made of models that exist
  already.

  Background:
    Given the model "fast" is served by
      | deployment | access_groups |
      | east       | [beta]        |
    And the model "dear" is served by
      | deployment | access_groups |
      | west       |               |
    And the general settings
      | store_model_in_db | true |

  Rule: Who has the group has its models, and no others

    Example: A key with a group
      Given the operator issues the key "tests" with
        | models | ["beta"] |
      When who has the key "tests" asks "fast" a question
      Then "east" answers
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: A team with a group
      Given the operator makes the team "search" with
        | models | ["beta"] |
      And the operator issues the key "tests" with
        | team_id | "search"             |
        | models  | ["all-team-models"] |
      When who has the key "tests" asks "fast" a question
      Then "east" answers
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

    Example: A model that is stored in the group
      Given the operator issues the key "tests" with
        | models | ["beta"] |
      When the operator stores the model "extra" served by "south" with
        | access_groups | ["beta"] |
      And who has the key "tests" asks "extra" a question
      Then "south" answers

  Rule: Groups are made of models that exist, wherever those stand

    Example: A group over a model of the file
      Given the operator issues the key "tests" with
        | models | ["gold"] |
      When the operator makes the access group "gold" of "dear"
      Then that is done
      And the access group "gold" holds ["dear"]
      When who has the key "tests" asks "dear" a question
      Then "west" answers
      When the operator changes the access group "gold" to "fast"
      Then that is done
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"
      When the operator deletes the access group "gold"
      Then that is done
      When who has the key "tests" asks "fast" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: A name that is misspelt
      When the operator makes the access group "gold" of "dera"
      Then that is refused with status 400 and "No model is called dera"

    Example: A name that is taken
      When the operator makes the access group "beta" of "dear"
      Then that is refused with status 409 and "already"
      When the operator makes the access group "fast" of "dear"
      Then that is refused with status 400 and "stands for a model"

    Example: A group that the file names is changed there
      When the operator deletes the access group "beta"
      Then that is refused with status 400 and "config.yaml line"
      When the operator deletes the access group "none"
      Then that is refused with status 404 and "not found"

  Rule: A key sees the models that it may call

    Example: Lists of models
      Given the operator issues the key "tests" with
        | models | ["beta"] |
      When who has the key "tests" lists the models
      Then the list holds "fast"
      And the list does not hold "dear"
      When who has the key "tests" lists the models with access groups
      Then the list holds "beta"
      When who has the key "tests" looks at the model info
      Then it names "east"
      And the answer does not repeat "dear"


  Rule: A group that has an id is given to teams and keys beside their own lists

    Example: A key with a list and a group
      Given the operator issues the key "tests" with
        | models | ["fast"] |
      When the operator makes the group "gold" of "dear" for the key "tests"
      Then it is made
      When who has the key "tests" asks "dear" a question
      Then "west" answers
      When who has the key "tests" asks "fast" a question
      Then "east" answers

    Example: A key with a group alone
      Given the operator issues the key "tests"
      When the operator makes the group "gold" of "dear" for the key "tests"
      Then it is made
      When who has the key "tests" asks "fast" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: The group changes
      Given the operator issues the key "tests" with
        | models | ["fast"] |
      And the operator makes the group "gold" of "dear" for the key "tests"
      When the operator changes the group "gold" to
        | access_model_names | [] |
      Then that is done
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: The group is taken away
      Given the operator issues the key "tests" with
        | models | ["fast"] |
      And the operator makes the group "gold" of "dear" for the key "tests"
      When the operator changes the group "gold" to
        | assigned_key_ids | [] |
      Then that is done
      And the key "tests" shows
        | access_group_ids | [] |
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: The group is no more
      Given the operator issues the key "tests"
      And the operator makes the group "gold" of "dear" for the key "tests"
      When the operator deletes the group "gold"
      Then the answer is empty
      When who has the key "tests" asks "dear" a question
      Then the caller gets an error with status 403 and type "key_model_access_denied"

    Example: It is listed among all others
      Given the operator issues the key "tests"
      When the operator makes the group "gold" of "dear" for the key "tests"
      Then the access group "gold" holds ["dear"]
      When the operator makes the access group "gold" of "fast"
      Then that is refused with status 409 and "already"

    Example: Nobody else manages them
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      When who has the key "ana" makes the group "gold" of "dear"
      Then that is refused with status 401 and "Only proxy admin"
