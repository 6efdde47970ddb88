@http
Feature: Models that are one team's own
  A team with a provider of its own, or with a model that the others are not to use, gets it under a
  name of its choice. Nobody else calls it or sees it, and who administers the team looks after it.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |
    And the general settings
      | store_model_in_db | true |
    And the operator makes the team "search" with
      | models | ["fast"] |
    And the operator issues the key "search-ci" with
      | team_id | "search" |
    And the operator issues the key "other"

  Rule: It is the team's alone

    Example: The team calls it by its name
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When who has the key "search-ci" asks "mine" a question
      Then "west" answers
      When who has the key "search-ci" asks "fast" a question
      Then "east" answers

    Example: Others do not know the name
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When who has the key "other" asks "mine" a question
      Then the caller gets an error with status 400 and type "invalid_request_error"
      When who has the key "other" asks "west" a question
      Then the caller gets an error with status 400 and type "invalid_request_error"
      When a caller asks "mine" a question
      Then the caller gets an error with status 400 and type "invalid_request_error"

    Example: Its name comes before everybody's
      Given the operator stores the model "fast" served by "west" with
        | team_id | "search" |
      When who has the key "search-ci" asks "fast" a question
      Then "west" answers
      When who has the key "other" asks "fast" a question
      Then "east" answers

    Example: Its tokens are counted as its model counts them
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When who has the key "search-ci" counts the tokens of "Hello" for "mine"
      Then the answer says "gpt-4o-mini"
      When who has the key "other" counts the tokens of "Hello" for "mine"
      Then the answer does not repeat "gpt-4o-mini"

  Rule: Who may not call it does not see it

    Example: Lists of models
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When who has the key "search-ci" lists the models
      Then the answer says "mine"
      When who has the key "search-ci" looks at the model info
      Then the answer says "mine"
      When who has the key "other" lists the models
      Then the answer does not repeat "mine"
      When who has the key "other" looks at the model info
      Then the answer does not repeat "mine"
      And the model info of "west" shows
        | team_id                | "search" |
        | team_public_model_name | "mine"   |

  Rule: Administrators of the team manage it, with a key of the team's own

    Background:
      Given the operator makes the user "ana" with
        | user_role | "internal_user" |
      And the operator makes the user "bob" with
        | user_role | "internal_user" |
      And "ana" joins the team "search" as admin
      And "bob" joins the team "search" as user

    Example: One is made, changed and deleted
      When who has the key "ana" stores the model "mine" of the team "search" as "west" with
        | model         | "openai/gpt-4o-mini"    |
        | api_key       | "sk-key-of-the-team"    |
        | mock_response | "Hello from our own"    |
      Then that is done
      And the answer does not repeat "sk-key-of-the-team"
      When who has the key "search-ci" asks "mine" a question
      Then the answer says "Hello from our own"
      When who has the key "ana" changes the stored "west" to
        | mock_response | "Goodbye" |
      Then that is done
      When who has the key "search-ci" asks "mine" a question
      Then the answer says "Goodbye"
      When who has the key "ana" deletes the stored "west"
      Then that is done
      When who has the key "search-ci" asks "mine" a question
      Then the caller gets an error with status 403 and type "team_model_access_denied"

    Example: A member who is no administrator
      When who has the key "bob" stores the model "mine" of the team "search" as "west" with
        | model   | "openai/gpt-4o-mini" |
        | api_key | "sk-key-of-the-team" |
      Then that is refused with status 403 and "does not have permission"

    Example: Another team's
      Given the operator makes the team "ads" with
        | models | [] |
      When who has the key "ana" stores the model "mine" of the team "ads" as "west" with
        | model   | "openai/gpt-4o-mini" |
        | api_key | "sk-key-of-the-team" |
      Then that is refused with status 403 and "does not have permission"

    Example: With what is the gateway's
      When who has the key "ana" stores the model "mine" of the team "search" as "west" with
        | model   | "openai/gpt-4o-mini"        |
        | api_key | "os.environ/OPENAI_API_KEY" |
      Then that is refused with status 403 and "os.environ/"

    Example: What the operator gave the team
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When who has the key "ana" changes the stored "west" to
        | api_base | "https://elsewhere.example.org" |
      Then that is refused with status 403 and "litellm_params as a whole"
      When who has the key "ana" deletes the stored "west"
      Then that is done

  Rule: It goes with its team

    Example: A team that is no more
      Given the operator stores the model "mine" served by "west" with
        | team_id | "search" |
      When the operator deletes the team "search"
      And the operator looks at the model info
      Then the answer does not repeat "mine"
