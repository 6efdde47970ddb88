Feature: Reading the configuration
  A mistake in the configuration should be found when it is made and not when a call fails. The
  gateway reads all of it, tells everything it found, and starts with what is usable.

  Rule: A model whose key is missing is reported and left out

    Example: The key's variable is not set
      Given the configuration
        """
        model_list:
          - model_name: fast
            litellm_params:
              model: openai/gpt-4o-mini
              api_key: os.environ/NO_SUCH_KEY
          - model_name: mock
            litellm_params:
              model: openai/gpt-4o-mini
              mock_response: I am here.
        """
      When the operator starts the gateway
      Then the report names "NO_SUCH_KEY"
      And a caller who asks "mock" receives "I am here."

    Example: The key's variable is set
      Given the configuration
        """
        model_list:
          - model_name: fast
            litellm_params:
              model: openai/gpt-4o-mini
              api_base: ADDRESS-OF-east
              api_key: os.environ/EAST_KEY
        """
      And the environment variable "EAST_KEY" is "sk-east-0123456789"
      When the operator starts the gateway
      Then a caller who asks "fast" receives "Hello from east"
      And "east" is shown the key "sk-east-0123456789"

  Rule: A setting that nobody knows is reported with the one that was probably meant

    Example: A slip of the pen
      Given the configuration
        """
        model_list:
          - model_name: mock
            litellm_params:
              model: openai/gpt-4o-mini
              mock_response: I am here.
        router_settings:
          num_retires: 3
        """
      When the operator starts the gateway
      Then the report names "num_retires"
      And the report names "num_retries"
      And a caller who asks "mock" receives "I am here."

  Rule: A fallback to a model that nobody defined is reported

    Example: A model that was renamed
      Given the configuration
        """
        model_list:
          - model_name: mock
            litellm_params:
              model: openai/gpt-4o-mini
              mock_response: I am here.
        router_settings:
          fallbacks: [{mock: [spare]}]
        """
      When the operator starts the gateway
      Then the report names "spare"

  Rule: A value that cannot be used keeps the gateway from starting

    Example: A number that is none
      Given the configuration
        """
        model_list:
          - model_name: mock
            litellm_params:
              model: openai/gpt-4o-mini
              mock_response: I am here.
        router_settings:
          num_retries: many
        """
      When the operator starts the gateway
      Then the gateway does not start
      And the report names "router_settings.num_retries"

  Rule: A canned answer needs no provider

    Example: Plain and streamed
      Given the configuration
        """
        model_list:
          - model_name: mock
            litellm_params:
              model: openai/gpt-4o-mini
              mock_response: I am here.
        """
      When the operator starts the gateway
      And a caller asks "mock" for a streamed answer
      Then the caller receives "I am here."
      And nobody was asked
