package dev.tollgate.adapters.providers.protocol;

import dev.tollgate.domain.call.HeaderLines;

import java.net.URI;

/// A POST with a JSON body, ready to be sent.
///
/// @param url the full URL
/// @param headers everything but `host`, `content-length`, `content-type` and `accept-encoding`,
///   which the engine sets
/// @param body the letter's parts in order, so that splicing needs no second copy of a large body
public record UpstreamRequest(URI url, HeaderLines headers, Body body) {
    /// Slices of byte arrays, written one behind the other.
    ///
    /// @param parts the arrays
    /// @param offsets start and end in each array, pairwise
    public record Body(byte[][] parts, int[] offsets) {
        public static Body of(byte[] bytes) {
            return new Body(new byte[][] {bytes}, new int[] {0, bytes.length});
        }

        public long length() {
            long sum = 0;
            for (int i = 0; i < offsets.length; i += 2) {
                sum += offsets[i + 1] - offsets[i];
            }
            return sum;
        }
    }
}
