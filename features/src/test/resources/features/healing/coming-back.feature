Feature: Coming back gently
  A provider that has just recovered is soon knocked over again by its whole load at once. What
  comes back gets a little at first.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
      | west       | openai   |
    And the router settings
      | cooldown_time | 10 |
    And "east" rejects its key once
    And a caller asks "fast" until "east" was asked

  Rule: A tenth of its share at first, all of it after thirty seconds

    Example: Just back
      When 11 seconds pass
      And a caller asks "fast" 300 questions
      Then between 1 and 15 percent of the last 300 were answered by "east"

    Example: Back for long
      When 60 seconds pass
      And a caller asks "fast" 300 questions
      Then about 50 percent of the last 300 were answered by "east"

  Rule: The operator may have it otherwise

    Example: All at once
      Given the tollgate settings
        | easing_time | 0 |
      When the operator has the settings taken
      And 11 seconds pass
      And a caller asks "fast" 300 questions
      Then about 50 percent of the last 300 were answered by "east"
