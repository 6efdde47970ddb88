Feature: Choosing deployments by tags
  Some callers must stay in one region, others pay for a better service. They say so with tags, and
  the operator tags the deployments that are meant for them.

  Background:
    Given the model "fast" is served by
      | deployment | provider | tags         |
      | europe     | openai   | [eu]         |
      | premium    | openai   | [eu, paid]   |
      | usual      | openai   | [default]    |
    And the router settings
      | enable_tag_filtering | true |

  Rule: One common tag is enough

    Example: Two deployments fit
      When a caller asks "fast" 20 questions tagged "eu"
      Then "europe" was asked at least 1 time
      And "premium" was asked at least 1 time
      And "usual" was not asked

    Example: Tags stand in the metadata as well
      When a caller asks "fast" a question with
        | setting  | value              |
        | metadata | {"tags": ["paid"]} |
      Then "premium" answers

    @http
    Example: Tags stand in a header as well
      When a caller asks "fast" a question with the headers
        | x-litellm-tags | paid, other |
      Then "premium" answers

  Rule: The operator may ask for all tags to fit

    Example: Only one has both
      Given the router settings
        | tag_filtering_match_any | false |
      When a caller asks "fast" 10 questions tagged "eu, paid"
      Then only "premium" was asked

  Rule: Who has no tag that fits gets the deployments tagged default

    Example: Without tags
      When a caller asks "fast" 10 questions
      Then only "usual" was asked

    Example: With a tag that nobody has
      When a caller asks "fast" a question tagged "moon"
      Then "usual" answers

  Rule: Nobody is served by a deployment that is not meant for them

    Example: Nothing fits, and there is no default
      Given the model "private" is served by
        | deployment | provider | tags   |
        | inner      | openai   | [home] |
      When a caller asks "private" a question tagged "eu"
      Then the caller is told that the tags do not fit
      And nobody was asked

    Example: The only one that fits is cooling down, which is another matter
      Given the model "private" is served by
        | deployment | provider | tags   |
        | inner      | openai   | [home] |
        | outer      | openai   | [away] |
      And "inner" rejects its key
      When a caller asks "private" a question tagged "home"
      And a caller asks "private" a question tagged "home"
      Then the caller is told that no deployment is left
      And only "inner" was asked

  Rule: A deployment may be meant for certain programs

    @http
    Example: Found by the name that the program gives itself
      Given the model "coding" is served by
        | deployment | provider | tag_regex              | tags      |
        | editors    | openai   | ["^User-Agent: edit-"] |           |
        | others     | openai   |                        | [default] |
      When a caller asks "coding" a question with the headers
        | user-agent | edit-or/1.0 |
      Then "editors" answers
