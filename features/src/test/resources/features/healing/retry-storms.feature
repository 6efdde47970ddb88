Feature: Not making it worse
  When a provider struggles, every caller's second try is one more stone on its back. The gateway
  repeats only so many calls of a deployment at once.

  Rule: At most a fifth of a deployment's recent calls are asked again, or three

    Example: Many callers within ten seconds
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And "east" breaks down
      When a caller asks "fast" 50 questions at once
      Then the deployments were asked between 53 and 70 times

    Example: Few callers
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And "east" breaks down
      When a caller asks "fast" a question
      Then "east" was asked 3 times
