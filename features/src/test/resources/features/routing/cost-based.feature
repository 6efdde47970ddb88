Feature: The cheapest deployment
  The same model costs more in one place than in another. The gateway takes the cheapest that has
  room.

  Rule: A call goes to the deployment with the lowest price

    Example: Prices of input and output count together
      Given the model "fast" is served by
        | deployment | provider | input_cost_per_token | output_cost_per_token |
        | east       | openai   | 0.000001             | 0.000009              |
        | west       | openai   | 0.000002             | 0.000003              |
      And the router settings
        | routing_strategy | cost-based-routing |
      When a caller asks "fast" 10 questions
      Then only "west" was asked

    Example: What is free is the cheapest
      Given the model "fast" is served by
        | deployment | provider | input_cost_per_token | output_cost_per_token |
        | east       | openai   | 0.000001             | 0.000001              |
        | own        | openai   | 0                    | 0                     |
      And the router settings
        | routing_strategy | cost-based-routing |
      When a caller asks "fast" 10 questions
      Then only "own" was asked

  Rule: The next cheapest stands in

    Example: The cheapest breaks down
      Given the model "fast" is served by
        | deployment | provider | input_cost_per_token | output_cost_per_token |
        | dear       | openai   | 0.000009             | 0.000009              |
        | cheap      | openai   | 0.000001             | 0.000001              |
        | medium     | openai   | 0.000005             | 0.000005              |
      And the router settings
        | routing_strategy | cost-based-routing |
      And "cheap" breaks down
      When a caller asks "fast" a question
      Then the deployments asked were "cheap, medium"

    Example: The cheapest is at its limit
      Given the model "fast" is served by
        | deployment | provider | rpm | input_cost_per_token | output_cost_per_token |
        | dear       | openai   | 100 | 0.000009             | 0.000009              |
        | cheap      | openai   | 2   | 0.000001             | 0.000001              |
      And the router settings
        | routing_strategy | cost-based-routing |
      When a caller asks "fast" 5 questions
      Then "cheap" was asked 2 times
