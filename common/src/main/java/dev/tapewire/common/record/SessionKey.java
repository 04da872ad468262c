package dev.tapewire.common.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one session's audio. It seals nothing itself: each incarnation has a key of its own
 * made of it, {@code HMAC-SHA256(session key, label || incarnation)}, so that no two lives share a
 * nonce, whatever became of the tape between them. Immutable.
 */
public final class SessionKey {
  /** Bytes of a key. */
  public static final int BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final byte[] LABEL = "tapewire frame 1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] key;

  /** Takes a copy of {@code key}, {@link #BYTES} long. */
  public SessionKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a session key of " + key.length + " bytes");
    }
    this.key = key.clone();
  }

  /** {@return a new key; {@code random} is to be one that nobody can guess} */
  public static SessionKey random(RandomGenerator random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return new SessionKey(key);
  }

  /** {@return a copy of the key, for wrapping} */
  public byte[] bytes() {
    return key.clone();
  }

  /** {@return the AES key of the incarnation whose id is {@code bytes[from, from+16)}} */
  SecretKey ofIncarnation(byte[] bytes, int from) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(LABEL);
      mac.update(bytes, from, RecordLayout.SEAL_COUNTER_AT - RecordLayout.SEAL_INCARNATION_AT);
      return new SecretKeySpec(mac.doFinal(), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }
}
