package dev.tapewire.common.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
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
  private static final byte[] REPLIES_LABEL =
      "tapewire replies 1".getBytes(StandardCharsets.US_ASCII);

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

  /**
   * {@return the key of what {@code destination} answered: erased with this one, and no key of an
   * incarnation that it makes is made of this one}
   */
  public SessionKey ofReplies(String destination) {
    return new SessionKey(mac(REPLIES_LABEL, destination.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@return the AES key of the incarnation whose id is {@code bytes[from, from+16)}} */
  SecretKey ofIncarnation(byte[] bytes, int from) {
    int to = from + RecordLayout.SEAL_COUNTER_AT - RecordLayout.SEAL_INCARNATION_AT;
    return new SecretKeySpec(mac(LABEL, Arrays.copyOfRange(bytes, from, to)), "AES");
  }

  private byte[] mac(byte[] label, byte[] of) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(label);
      return mac.doFinal(of);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }
}
