/// JSON as bytes: a forward reader that skips cheaply and never builds a tree, and the splicing of
/// text that is otherwise left as it came.
@NullMarked
package dev.tollgate.adapters.providers.json;

import org.jspecify.annotations.NullMarked;
