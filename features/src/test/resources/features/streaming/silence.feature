Feature: Streams that fall silent
  A stream that says nothing looks the same as one that thinks. The gateway gives it a bounded time,
  and goes elsewhere while there is somewhere else to go.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |

  Rule: Where somebody else is left, the first word has a time limit of its own

    Example: The fallback takes over
      Given the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And the tollgate settings
        | first_token_timeout | 0.3 |
      And "east" keeps silent
      When a caller asks "fast" for a streamed answer
      Then "west" answers
      And "east" was asked once

    Example: A stream that was opened and says nothing is no better
      Given the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And the tollgate settings
        | first_token_timeout | 0.3 |
      And "east" says "" and then falls silent
      When a caller asks "fast" for a streamed answer
      Then "west" answers

    Example: The limit is not for the gap between two words
      Given the router settings
        | fallbacks      | [{"fast": ["spare"]}] |
        | stream_timeout | 1                     |
      And the tollgate settings
        | first_token_timeout | 0.3   |
        | continue_streams    | false |
      And "east" says "Once upon " and then falls silent
      When a caller asks "fast" for a streamed answer
      Then the caller receives "Once upon " and then an error

    Example: Where nobody else is left, there is no such limit
      Given the tollgate settings
        | first_token_timeout | 0.1 |
      And "east" is slow
      When a caller asks "fast" for a streamed answer
      Then "east" answers
      And "east" was asked once

  Rule: Whoever usually begins at once is given less time than whoever nobody knows yet

    Example: It has begun at once ten times
      Given the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" for 10 streamed answers
      And what happened so far is forgotten
      And "east" keeps silent
      And a caller asks "fast" for a streamed answer
      Then "west" answers
      And the log tells that "east" was given less than 9 seconds

  Rule: A plain answer may be silent until it is done

    Example: No limit unless one is set
      Given the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And the tollgate settings
        | first_token_timeout | 0.1 |
      And "east" is slow
      When a caller asks "fast" a question
      Then "east" answers

    Example: One is set
      Given the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      And the tollgate settings
        | first_byte_timeout | 0.3 |
      And "east" keeps silent
      When a caller asks "fast" a question
      Then "west" answers
      And "east" was asked once
