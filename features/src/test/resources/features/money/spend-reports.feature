@http
Feature: Who spent what
  At the end of a month somebody asks which team the bill is of, and which of its models. Reports
  tell it by day, exactly, as soon as a call has ended. They tell everybody's spend, so that they are
  for operators; others see their own.

  Background:
    Given the model "chat" is served by
      | deployment | provider |
      | east       | openai   |
    And the operator makes the team "search" with
      | team_alias | "Search" |
    And the operator issues the key "ci" with
      | team_id | "search" |
    And the operator issues the key "loose"

  Rule: A report names the team, and what it used by model and key

    Example: One of its keys asks twice
      When who has the key "ci" asks "chat" a question
      And who has the key "ci" asks "chat" a question
      And who has the key "loose" asks "chat" a question
      Then the report by team shows the team "Search" alone, with 1 key
      And the activity of the team "search" counts 2 calls
      And the activity of the gateway counts 3 calls

  Rule: Reports on everybody are for operators

    Example: A key of a team asks for the bill of all
      When who has the key "ci" asks for the report by team
      Then that is refused with status 401 and "Only proxy admin"

    Example: A key that is for reading the bill
      Given the operator issues the key "billing" with
        | permissions | {"get_spend_routes": true} |
      When who has the key "ci" asks "chat" a question
      Then the key "billing" sees the team "Search" in the report by team
      When who has the key "billing" resets what keys and teams have spent
      Then that is refused with status 401 and "Only proxy admin"
