/// Which deployments stand behind which model name, and what is known of their models.
@NullMarked
package dev.tollgate.domain.catalog;

import org.jspecify.annotations.NullMarked;
