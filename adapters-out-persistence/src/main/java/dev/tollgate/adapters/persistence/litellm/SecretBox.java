package dev.tollgate.adapters.persistence.litellm;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Opens boxes of XSalsa20 with Poly1305 as the library NaCl makes them: 24 bytes of nonce, a tag
/// of 16, and the ciphertext. For reading what others keep: nothing is closed with it, and it takes
/// no care to take the same time for every key.
///
/// Written after D. J. Bernstein, "Cryptography in NaCl", sections 7 to 9.
final class SecretBox {
    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 24;
    private static final int TAG_BYTES = 16;
    private static final int BLOCK_BYTES = 64;
    private static final int WORDS = 16;
    private static final int ROUNDS = 20;

    /// "expand 32-byte k"
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    /// Where the words of the constants, the key and the nonce are in a block.
    private static final int[] DIAGONAL = {0, 5, 10, 15};

    private static final int[] OF_KEY = {1, 2, 3, 4, 11, 12, 13, 14};
    private static final int[] OF_NONCE = {6, 7, 8, 9};

    private static final BigInteger PRIME =
            BigInteger.ONE.shiftLeft(130).subtract(BigInteger.valueOf(5));
    private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);

    private SecretBox() {}

    /// @return nothing where the box was closed with another key, or changed since
    static Optional<byte[]> open(byte[] box, byte[] key) {
        if (box.length < NONCE_BYTES + TAG_BYTES || key.length != KEY_BYTES) {
            return Optional.empty();
        }
        int[] nonce = words(Arrays.copyOf(box, NONCE_BYTES));
        int[] subkey = subkey(words(key), Arrays.copyOf(nonce, OF_NONCE.length));
        byte[] cipher = Arrays.copyOfRange(box, NONCE_BYTES + TAG_BYTES, box.length);
        // The first half of the first block is the key of the tag.
        byte[] stream = stream(subkey, Arrays.copyOfRange(nonce, 4, 6), KEY_BYTES + cipher.length);
        byte[] tag = Arrays.copyOfRange(box, NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        if (!MessageDigest.isEqual(tag, tag(cipher, Arrays.copyOf(stream, KEY_BYTES)))) {
            return Optional.empty();
        }
        for (int i = 0; i < cipher.length; i++) {
            cipher[i] ^= stream[KEY_BYTES + i];
        }
        return Optional.of(cipher);
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }

    private static int[] block(int[] key, int[] nonce) {
        int[] block = new int[WORDS];
        for (int i = 0; i < DIAGONAL.length; i++) {
            block[DIAGONAL[i]] = CONSTANTS[i];
        }
        for (int i = 0; i < OF_KEY.length; i++) {
            block[OF_KEY[i]] = key[i];
        }
        for (int i = 0; i < OF_NONCE.length; i++) {
            block[OF_NONCE[i]] = nonce[i];
        }
        return block;
    }

    /// HSalsa20: of the key and the first 16 bytes of the nonce.
    private static int[] subkey(int[] key, int[] nonce) {
        int[] mixed = block(key, nonce);
        mix(mixed);
        int[] subkey = new int[DIAGONAL.length + OF_NONCE.length];
        for (int i = 0; i < DIAGONAL.length; i++) {
            subkey[i] = mixed[DIAGONAL[i]];
            subkey[DIAGONAL.length + i] = mixed[OF_NONCE[i]];
        }
        return subkey;
    }

    /// Salsa20: of the subkey and the rest of the nonce.
    private static byte[] stream(int[] key, int[] nonce, int length) {
        int blocks = (length + BLOCK_BYTES - 1) / BLOCK_BYTES;
        ByteBuffer stream =
                ByteBuffer.allocate(blocks * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int count = 0; count < blocks; count++) {
            int[] block = block(key, new int[] {nonce[0], nonce[1], count, 0});
            int[] mixed = block.clone();
            mix(mixed);
            for (int i = 0; i < WORDS; i++) {
                stream.putInt(mixed[i] + block[i]);
            }
        }
        return stream.array();
    }

    private static void mix(int[] x) {
        for (int round = 0; round < ROUNDS; round += 2) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    /// Poly1305.
    private static byte[] tag(byte[] text, byte[] key) {
        BigInteger factor = number(key, 0, TAG_BYTES).and(CLAMP);
        BigInteger sum = BigInteger.ZERO;
        for (int from = 0; from < text.length; from += TAG_BYTES) {
            int length = Math.min(TAG_BYTES, text.length - from);
            BigInteger part = number(text, from, length).setBit(length * Byte.SIZE);
            sum = sum.add(part).multiply(factor).mod(PRIME);
        }
        byte[] big = sum.add(number(key, TAG_BYTES, TAG_BYTES)).toByteArray();
        byte[] tag = new byte[TAG_BYTES];
        for (int i = 0; i < Math.min(TAG_BYTES, big.length); i++) {
            tag[i] = big[big.length - 1 - i];
        }
        return tag;
    }

    /// The first byte counts least.
    private static BigInteger number(byte[] bytes, int from, int length) {
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[length - 1 - i] = bytes[from + i];
        }
        return new BigInteger(1, big);
    }
}
