Feature: Falling back to another model
  When no deployment of a model can answer, another model may do. The operator says which, so that
  a caller sees an answer instead of a provider's bad day.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |
    And the model "spare" is served by
      | deployment | provider |
      | west       | openai   |
    And the model "last" is served by
      | deployment | provider |
      | south      | openai   |
    And the router settings
      | num_retries | 0 |

  Rule: A model's fallbacks are tried in their order

    Example: The first fallback answers
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare", "last"]}] |
      When a caller asks "fast" a question
      Then "west" answers
      And the deployments asked were "east, west"

    Example: A fallback has fallbacks of its own
      Given "east" breaks down
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}, {"spare": ["last"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: All fail, and the caller is told of the first failure
      Given "east" finds the request wrong
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the request was wrong
      And the deployments asked were "east, west"

    Example: Models that fall back to each other do not go round in circles
      Given "east" breaks down
      And "west" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}, {"spare": ["fast"]}] |
      When a caller asks "fast" a question
      Then the caller is told that the provider broke down
      And the deployments were asked at most 6 times

    Scenario Outline: Every failure of a provider counts: "east" <fails>
      Given "east" <fails>
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question
      Then "west" answers
      And the deployments asked were "east, west"

      Examples:
        | fails                      |
        | is overloaded              |
        | is rate limited            |
        | rejects its key            |
        | does not know the model    |
        | finds the request wrong    |
        | resets the connection      |
        | answers with a web page    |
        | answers with half an answer |

    Example: A fallback may be a single deployment
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["south"]}] |
      When a caller asks "fast" a question
      Then "south" answers

    Example: All deployments are cooling down
      Given "east" rejects its key
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" 3 questions
      Then each question was answered by "west"
      And "east" was asked once

  Rule: An alias has the fallbacks of its model

    Example: Asked by the alias
      Given "east" breaks down
      And the router settings
        | model_group_alias | {"quick": "fast"}     |
        | fallbacks         | [{"fast": ["spare"]}] |
      When a caller asks "quick" a question
      Then "west" answers

  Rule: A fallback may be asked with other parameters

    @http
    Example: A cooler head
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": [{"model": "spare", "temperature": 0.25}]}] |
      When a caller asks "fast" a question with
        | setting     | value |
        | temperature | 0.75  |
      Then "west" answers
      And "west" is asked with "temperature" 0.25

  Rule: Fallbacks of fallbacks end somewhere

    Background:
      Given the model "m1" is served by
        | deployment | provider |
        | d1         | openai   |
      And the model "m2" is served by
        | deployment | provider |
        | d2         | openai   |
      And the model "m3" is served by
        | deployment | provider |
        | d3         | openai   |
      And "d1" breaks down
      And "d2" breaks down
      And the router settings
        | fallbacks | [{"m1": ["m2"]}, {"m2": ["m3"]}] |

    Example: The second fallback is within the bound
      When a caller asks "m1" a question
      Then "d3" answers

    Example: Without a word from anybody, the sixth is beyond it
      Given the model "m4" is served by
        | deployment | provider |
        | d4         | openai   |
      And the model "m5" is served by
        | deployment | provider |
        | d5         | openai   |
      And the model "m6" is served by
        | deployment | provider |
        | d6         | openai   |
      And the model "m7" is served by
        | deployment | provider |
        | d7         | openai   |
      And "d3" breaks down
      And "d4" breaks down
      And "d5" breaks down
      And "d6" breaks down
      And the router settings
        | fallbacks | [{"m1": ["m2"]}, {"m2": ["m3"]}, {"m3": ["m4"]}, {"m4": ["m5"]}, {"m5": ["m6"]}, {"m6": ["m7"]}] |
      And the tollgate settings
        | max_attempts | 10 |
      When a caller asks "m1" a question
      Then the caller is told that the provider broke down
      And the deployments asked were "d1, d2, d3, d4, d5, d6"

    Example: The operator bounds the depth
      Given the router settings
        | max_fallbacks | 1 |
      When a caller asks "m1" a question
      Then the caller is told that the provider broke down
      And the deployments asked were "d1, d2"

    Example: The caller bounds the depth
      When a caller asks "m1" a question with
        | setting       | value |
        | max_fallbacks | 1     |
      Then the caller is told that the provider broke down
      And the deployments asked were "d1, d2"

  Rule: A streamed answer falls back as a plain one does, until its first word

    Example: No word was said yet
      Given "east" breaks off before its first word
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" for a streamed answer
      Then "west" answers
      And the stream ends in good order

  Rule: Default fallbacks serve models without an entry, and unknown names

    Example: A model without an entry
      Given "east" breaks down
      And the router settings
        | default_fallbacks | ["spare"] |
      When a caller asks "fast" a question
      Then "west" answers

    Example: A name that nobody has
      Given the router settings
        | default_fallbacks | ["spare"] |
      When a caller asks "nonsense" a question
      Then "west" answers

  Rule: The caller may do without

    Example: The plain error is wanted
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question with
        | setting           | value |
        | disable_fallbacks | true  |
      Then the caller is told that the provider broke down
      And only "east" was asked

    Example: The caller names fallbacks of their own
      Given "east" breaks down
      And the router settings
        | fallbacks | [{"fast": ["spare"]}] |
      When a caller asks "fast" a question with
        | setting   | value    |
        | fallbacks | ["last"] |
      Then "south" answers

    Example: The caller names fallbacks with parameters
      Given "east" breaks down
      When a caller asks "fast" a question with
        | setting   | value                                    |
        | fallbacks | [{"model": "last", "max_tokens": 5}]     |
      Then "south" answers

    @http
    Example: Nobody may send the gateway's keys elsewhere
      Given "east" breaks down
      When a caller asks "fast" a question with
        | setting   | value                                                    |
        | fallbacks | [{"model": "last", "api_base": "http://127.0.0.1:9/v1"}] |
      Then the caller gets an error with status 401 and type "auth_error"
      And nobody was asked
