Feature: Limits on calls at the same time
  Some providers, and some machines, stand only so many calls at once. The operator says how many,
  and who comes too much is told so at once instead of waiting in the dark.

  Rule: A deployment at its limit is passed over

    Example: Another one has room
      Given the model "fast" is served by
        | deployment | provider | order | max_parallel_requests |
        | east       | openai   | 1     | 1                     |
        | west       | openai   | 2     |                       |
      And "east" takes its time
      When a caller waits for an answer of "fast"
      And another caller asks "fast" a question
      Then "west" answers

    Example: There is no other
      Given the model "fast" is served by
        | deployment | provider | max_parallel_requests |
        | east       | openai   | 1                     |
      And "east" takes its time
      When a caller waits for an answer of "fast"
      And another caller asks "fast" a question
      Then the caller is told that no deployment has room
      And "east" was asked once

  Rule: The gateway as a whole may have a limit

    Example: One call too many
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the general settings
        | global_max_parallel_requests | 1 |
      And "east" takes its time
      When a caller waits for an answer of "fast"
      And another caller asks "fast" a question
      Then the caller is told that too many calls are running

    Example: Room again
      Given the model "fast" is served by
        | deployment | provider |
        | east       | openai   |
      And the general settings
        | global_max_parallel_requests | 1 |
      And "east" takes its time
      When a caller waits for an answer of "fast"
      And "east" makes up its mind
      Then the waiting caller receives "Hello from east"
      And a caller who asks "fast" receives "Hello from east"
