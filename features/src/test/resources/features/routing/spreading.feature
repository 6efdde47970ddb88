Feature: Spreading calls over deployments
  A model may be served from several places. The operator says which share of the calls each gets,
  or which one is to be used first.

  Rule: Without weights every deployment gets the same share

    Example: Two deployments
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
        | west       | openai   |
      When a caller asks "fast" 400 questions
      Then about 50 percent of them were answered by "east"

  Rule: Weights, or else permitted requests or tokens per minute, set the shares

    Scenario Outline: Nine to one by <measure>
      Given the model "fast" is served by
        | deployment | provider | <measure> |
        | east       | openai   | 9         |
        | west       | openai   | 1         |
      When a caller asks "fast" 400 questions
      Then about 90 percent of them were answered by "east"

      Examples:
        | measure |
        | weight  |
        | rpm     |
        | tpm     |

    Example: A weight counts more than requests per minute
      Given the model "fast" is served by
        | deployment | provider | weight | rpm |
        | east       | openai   | 9      | 1   |
        | west       | openai   | 1      | 9   |
      When a caller asks "fast" 400 questions
      Then about 90 percent of them were answered by "east"

  Rule: A higher order is kept for when all lower ones fail

    Background:
      Given the model "fast" is served by
        | deployment | provider | order |
        | east       | openai   | 1     |
        | west       | openai   | 2     |
      And the router settings
        | num_retries | 0 |

    Example: The first one works
      When a caller asks "fast" 10 questions
      Then only "east" was asked

    Example: The first one fails
      Given "east" breaks down
      When a caller asks "fast" a question
      Then "west" answers
      And the deployments asked were "east, west"

    Example: The first one finds the prompt too long, which the second is not asked about
      Given "east" finds the prompt too long
      When a caller asks "fast" a question
      Then the caller is told that the prompt is too long
      And only "east" was asked
