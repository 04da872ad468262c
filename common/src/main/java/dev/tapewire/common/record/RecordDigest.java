package dev.tapewire.common.record;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest of a delivery: a chain of SHA-256 over its records, {@code D = SHA-256(D || record)}
 * from 32 zero bytes. Its whole state is 32 bytes, so it goes on after a restart without reading
 * anything again. Confined to one thread.
 */
public final class RecordDigest {
  /** Bytes of a state. */
  public static final int BYTES = 32;

  private final MessageDigest sha256;
  private final byte[] state = new byte[BYTES];

  /** Starts at 32 zero bytes. */
  public RecordDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Goes on from a state, which is copied. */
  public void reset(byte[] from) {
    System.arraycopy(from, 0, state, 0, BYTES);
  }

  /** Goes on from a state in hex. */
  public void resetHex(String hex) {
    reset(HexFormat.of().parseHex(hex));
  }

  /** Takes a record in. */
  public void update(byte[] bytes, int offset, int length) {
    try {
      sha256.update(state);
      sha256.update(bytes, offset, length);
      sha256.digest(state, 0, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a SHA-256", e);
    }
  }

  /** {@return a copy of the state} */
  public byte[] state() {
    return state.clone();
  }

  /** {@return the state as 64 lower-case hex digits} */
  public String hex() {
    return HexFormat.of().formatHex(state);
  }
}
