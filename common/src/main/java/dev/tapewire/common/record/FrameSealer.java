package dev.tapewire.common.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals the audio of one incarnation's frames with AES-256-GCM. The nonce is a count of its own: it
 * goes on with each frame sealed, whether that came onto the tape or not, so none is used twice.
 * What stands before the audio in the record is authenticated with it. Confined to one thread.
 */
public final class FrameSealer {
  static final String CIPHER = "AES/GCM/NoPadding";
  static final int NONCE_BYTES = 12;

  private final byte[] incarnation;
  private final SecretKey key;
  private final Cipher cipher;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final ByteBuffer nonceCount = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
  private long count;

  /**
   * Begins at count 0: to be made once for an incarnation.
   *
   * @param incarnation 32 hex digits that no other life of this session has
   */
  public FrameSealer(SessionKey key, String incarnation) {
    this.incarnation = HexFormat.of().parseHex(incarnation);
    this.key = key.ofIncarnation(this.incarnation, 0);
    try {
      cipher = Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /**
   * Seals {@code pcm[from, from+length)} into a record whose head and body up to the PCM stand in
   * {@code record} already. {@return the record's length}
   */
  int seal(byte[] record, byte[] pcm, int from, int length) {
    nonceCount.putLong(0, count);
    count++; // Whatever becomes of this frame.
    System.arraycopy(incarnation, 0, record, RecordLayout.SEAL_INCARNATION_AT, incarnation.length);
    System.arraycopy(nonce, 0, record, RecordLayout.SEAL_COUNTER_AT, Long.BYTES);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, spec(nonce));
      cipher.updateAAD(
          record, RecordLayout.LENGTH_AT, RecordLayout.SEALED_PCM_AT - RecordLayout.LENGTH_AT);
      return RecordLayout.SEALED_PCM_AT
          + cipher.doFinal(pcm, from, length, record, RecordLayout.SEALED_PCM_AT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes every frame", e);
    }
  }

  static GCMParameterSpec spec(byte[] nonce) {
    return new GCMParameterSpec(Byte.SIZE * RecordLayout.SEAL_TAG_BYTES, nonce);
  }
}
