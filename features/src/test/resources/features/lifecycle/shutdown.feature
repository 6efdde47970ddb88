@http
Feature: Shutting down without losing a call
  A new version is rolled out in the middle of the day. The old process stops taking calls in time
  and finishes what it has begun.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A gateway that is about to stop says so and finishes its calls

    Example: Readiness turns first
      Given "east" takes its time
      When a caller waits for an answer of "fast"
      And the operator stops the gateway
      Then the gateway is not ready any more

    Example: A running call finishes
      Given "east" takes its time
      When a caller waits for an answer of "fast"
      And the operator stops the gateway
      And "east" makes up its mind
      Then the waiting caller receives "Hello from east"
      And the gateway has stopped

  Rule: What does not finish in time is cut off with an error

    Example: A provider that never answers
      Given the tollgate settings
        | shutdown_delay | 0   |
        | shutdown_grace | 0.3 |
      And "east" keeps silent
      When a caller waits for an answer of "fast"
      And the operator stops the gateway
      Then the waiting caller is told that the gateway is shutting down
