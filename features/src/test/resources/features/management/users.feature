@http
Feature: Users with keys of their own
  Who asks for a key need not ask an administrator: users make, change and delete their own keys.
  They see nobody else's, and give away no more than they have.

  Background:
    Given the model "fast" is served by
      | deployment |
      | east       |

  Rule: Users manage what is theirs

    Example: A user makes a key
      Given the operator makes the user "ana" with
        | max_budget | 10 |
      When who has the key "ana" issues the key "mine" with
        | models | ["fast"] |
      Then that is done
      When who has the key "mine" asks "fast" a question
      Then "east" answers

    Example: And sees only theirs
      Given the operator makes the user "ana" with
        | max_budget | 10 |
      And the operator issues the key "others"
      When who has the key "ana" lists keys
      Then the list holds 1 key
      When who has the key "ana" changes the key "others" to
        | max_budget | 1 |
      Then that is refused with status 403 and "belongs to somebody else"

    Example: Viewers only look
      Given the operator makes the user "eve" with
        | user_role | "internal_user_viewer" |
      When who has the key "eve" issues the key "mine" with
        | models | ["fast"] |
      Then that is refused with status 401 and "Only proxy admin can be used to generate"

  Rule: Nobody gives more than they have

    Background:
      Given the operator makes the user "ana" with
        | auto_create_key | false |
      And the operator issues the key "small" with
        | user_id    | "ana" |
        | max_budget | 5     |

    Example: More than one's own
      When who has the key "small" issues the key "large" with
        | max_budget | 50 |
      Then that is refused with status 403 and "max_value=5"

    Example: Nothing said
      When who has the key "small" issues the key "child" with
        | models | [] |
      Then the key "child" shows
        | max_budget | 5.0 |

    Example: For somebody else
      When who has the key "small" issues the key "gift" with
        | user_id | "bob" |
      Then that is refused with status 403 and "for oneself only"

    Example: Unblocking oneself
      When who has the key "small" changes the key "small" to
        | blocked | true |
      Then that is refused with status 403 and "for administrators"

  Rule: Who is deleted takes their keys along

    Example: A user leaves
      Given the operator makes the user "ana" with
        | max_budget | 10 |
      When the operator deletes the user "ana"
      Then the key "ana" is not taken any more
