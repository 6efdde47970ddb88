/// Management over HTTP: reads JSON into fields and checks their types, asks the in-port, and
/// writes what came of it in the shapes that scripts and Terraform providers know.
@NullMarked
package dev.tollgate.adapters.http.manage;

import org.jspecify.annotations.NullMarked;
