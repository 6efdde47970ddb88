/// What the gateway keeps of its own configuration: deployments, credentials, access groups and
/// settings, as they were added while it ran. Secrets are closed in what is kept, and open in what
/// is read here.
@NullMarked
package dev.tollgate.application.stored;

import org.jspecify.annotations.NullMarked;
