Feature: The fastest deployment
  The same model may answer fast from one place and slowly from another, and that changes by the
  hour. The gateway measures what it sees anyway, and prefers what is fast.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
      | west       | openai   |
    And the router settings
      | routing_strategy | latency-based-routing |

  Rule: What is not known yet is tried now and then

    Example: One call in ten
      When a caller asks "fast" 60 questions
      Then "east" was asked at least 1 time
      And "west" was asked at least 1 time

  Rule: Calls go to the fastest

    Example: Plain answers
      Given "east" is slow
      When a caller asks "fast" 10 questions
      Then "west" was asked at least 8 times

    Example: Streams are judged by their first word
      Given "east" is slow
      When a caller asks "fast" for 10 streamed answers
      Then "west" was asked at least 8 times

  Rule: A deployment that became slow or fast is noticed

    Example: The fast one becomes slow
      Given "east" is slow once
      And a caller asks "fast" 30 questions
      And 11 seconds pass
      And "west" is slow
      When a caller asks "fast" 60 questions
      Then "east" was asked at least 20 times

  Rule: Deployments that are nearly as fast share the load

    Example: A buffer wide enough for both
      Given the router settings
        | routing_strategy_args | {lowest_latency_buffer: 1000} |
      And "east" is slow 2 times
      When a caller asks "fast" 100 questions
      Then about 50 percent of them were answered by "east"
