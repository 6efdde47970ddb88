/// Whole gateways, in this process or one of their own, between real clients and providers that do
/// what a test tells them.
@NullMarked
package dev.tollgate.bootstrap.e2e;

import org.jspecify.annotations.NullMarked;
