/// What a LiteLLM proxy keeps in its PostgreSQL database, read as it was at one moment and changed
/// never.
@NullMarked
package dev.tollgate.adapters.persistence.litellm;

import org.jspecify.annotations.NullMarked;
