@http
Feature: Changing the configuration while calls run
  Models come and keys change, but callers should not notice. A running gateway takes a changed
  file as a whole, and a broken one not at all.

  Background:
    Given the model "fast" is served by
      | deployment | provider |
      | east       | openai   |

  Rule: A changed file is taken

    Example: Another deployment takes over
      When the operator has "fast" served by "west" instead
      Then a caller who asks "fast" receives "Hello from west"

    Example: A model is new
      When the operator adds the model "more" served by "west"
      Then a caller who asks "more" receives "Hello from west"
      And a caller who asks "fast" receives "Hello from east"

  Rule: A broken file changes nothing

    Example: A file that cannot be read
      When the operator breaks the configuration file
      Then the gateway says that the file was not taken
      And a caller who asks "fast" receives "Hello from east"

  Rule: A running call keeps the configuration it began with

    Example: The deployment is taken away meanwhile
      Given "east" takes its time
      When a caller waits for an answer of "fast"
      And the operator has "fast" served by "west" instead
      And "east" makes up its mind
      Then the waiting caller receives "Hello from east"
