Feature: Not failing first each time
  A deployment that is down for an hour should not cost every caller of that hour a failed try. Once
  it failed too often it is left alone, and one call now and then finds out whether it works again.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the router settings
      | num_retries   | 0                     |
      | cooldown_time | 30                    |
      | fallbacks     | [{"fast": ["spare"]}] |

  Rule: After it failed too often, calls go to the fallback at once

    Example: It is asked a few times only
      Given "east" breaks down
      When a caller asks "fast" 30 questions
      Then each question was answered by "west"
      And "east" was asked at most 10 times

    Example: A provider that cannot be reached is no exception
      Given "east" resets the connection
      When a caller asks "fast" 30 questions
      Then each question was answered by "west"
      And "east" was asked at most 10 times

  Rule: One call at a time finds out whether it works again

    Example: It does not
      Given "east" breaks down
      When a caller asks "fast" 30 questions
      And what happened so far is forgotten
      And 31 seconds pass
      And a caller asks "fast" 5 questions
      Then each question was answered by "west"
      And "east" was asked once

    Example: It does
      Given "east" breaks down
      When a caller asks "fast" 30 questions
      And "east" answers "I am back"
      And 31 seconds pass
      And a caller asks "fast" a question
      Then the caller receives "I am back"

    Example: A request that it finds wrong shows as well that it works
      Given "east" breaks down
      When a caller asks "fast" 30 questions
      And "east" takes its time
      And "east" finds the request wrong once
      And 31 seconds pass
      And what happened so far is forgotten
      And a caller asks "fast" a question
      And a caller waits for an answer of "fast"
      And another caller waits for an answer of "fast"
      Then "east" was asked 3 times

    Example: While one tries, the others do not
      Given "east" breaks down
      When a caller asks "fast" 30 questions
      And what happened so far is forgotten
      And 31 seconds pass
      And "east" takes its time
      And a caller waits for an answer of "fast"
      And another caller asks "fast" a question
      Then "west" answers
      And "east" was asked once

  Rule: Without a fallback it is asked every time

    Example: Nobody else could answer
      Given the router settings
        | fallbacks | [] |
      And "east" breaks down
      When a caller asks "fast" 10 questions
      Then "east" was asked 10 times
