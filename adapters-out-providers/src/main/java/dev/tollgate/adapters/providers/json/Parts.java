package dev.tollgate.adapters.providers.json;

import dev.tollgate.adapters.providers.protocol.UpstreamRequest.Body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects slices of byte arrays in the order in which they are to be written. Slices that touch
/// become one.
public final class Parts {
    private byte[][] arrays = new byte[8][];
    private int[] offsets = new int[16];
    private int size;

    public void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    public void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    public void add(byte[] bytes, int start, int end) {
        if (start == end) {
            return;
        }
        if (size > 0 && arrays[size - 1] == bytes && offsets[2 * size - 1] == start) {
            offsets[2 * size - 1] = end;
            return;
        }
        if (size == arrays.length) {
            arrays = Arrays.copyOf(arrays, size * 2);
            offsets = Arrays.copyOf(offsets, size * 4);
        }
        arrays[size] = bytes;
        offsets[2 * size] = start;
        offsets[2 * size + 1] = end;
        size++;
    }

    /// Everything in one array.
    public byte[] toBytes() {
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += offsets[2 * i + 1] - offsets[2 * i];
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < size; i++) {
            int part = offsets[2 * i + 1] - offsets[2 * i];
            System.arraycopy(arrays[i], offsets[2 * i], bytes, at, part);
            at += part;
        }
        return bytes;
    }

    public Body body() {
        return new Body(Arrays.copyOf(arrays, size), Arrays.copyOf(offsets, 2 * size));
    }
}
