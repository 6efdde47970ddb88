@http
Feature: Requests that make no sense
  Whatever is sent, the answer is quick, says which part is wrong, and is never blamed on the
  gateway or a provider.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A request that cannot be read is refused and nobody is asked

    Scenario Outline: <what>
      When a caller sends
        """
        <body>
        """
      Then the caller gets an error with status 400 and type "invalid_request_error"
      And nobody was asked

      Examples:
        | what                | body                                                |
        | broken off          | {"model":"fast","messages":[                        |
        | a list              | []                                                  |
        | nothing but null    | null                                                |
        | a model twice       | {"model":"fast","model":"slow","messages":[]}       |
        | no name             | {"messages":[]}                                     |
        | an unknown name     | {"model":"nope","messages":[]}                      |

    Example: An empty request
      When a caller sends nothing
      Then the caller gets an error with status 400 and type "invalid_request_error"

    Example: A number for a name
      When a caller sends
        """
        {"model":7,"messages":[]}
        """
      Then the caller gets an error with status 400 and type "bad_request_error"
      And nobody was asked

    Example: Nesting without end
      When a caller sends lists within lists 100000 deep
      Then the caller gets an error with status 400 and type "invalid_request_error"
      And nobody was asked

  Rule: What the gateway does not serve is refused by name

    Example: An unknown address and a wrong method
      Then with a key one gets
        | method | address              | status |
        | GET    | /v1/nowhere          | 404    |
        | DELETE | /v1/chat/completions | 405    |

  Rule: A caller may not redirect the operator's key

    Example: An address of the caller's own
      When a caller asks "fast" a question with
        | setting  | value                     |
        | api_base | "http://elsewhere.test"   |
      Then the caller gets an error with status 401 and type "auth_error"
      And nobody was asked
