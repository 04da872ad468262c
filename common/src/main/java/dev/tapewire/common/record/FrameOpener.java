package dev.tapewire.common.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Opens the records of a sealed session: what it gives is the record as it would stand on a plain
 * tape and as it travels, its CRC made anew. Confined to one thread.
 */
public final class FrameOpener {
  private static final int INCARNATION_BYTES =
      RecordLayout.SEAL_COUNTER_AT - RecordLayout.SEAL_INCARNATION_AT;

  private final SessionKey session;
  private final Cipher cipher;
  private final byte[] plain = new byte[RecordLayout.RECORD_BYTES_MAX];
  private final ByteBuffer fields = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
  private final byte[] nonce = new byte[FrameSealer.NONCE_BYTES];
  private final CRC32C crc = new CRC32C();

  /** The incarnation of {@link #key}; none yet. */
  private byte[] incarnation = {};

  private String hex = "";
  private SecretKey key;

  /** Opens what was sealed with {@code session}. */
  public FrameOpener(SessionKey session) {
    this.session = session;
    try {
      cipher = Cipher.getInstance(FrameSealer.CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + FrameSealer.CIPHER, e);
    }
  }

  /**
   * Opens {@code record}, which then shows the plain record in an array of the opener's own, valid
   * until the next call. A record that is never sealed stays as it is.
   *
   * @param incarnationHex the one that wrote here, or "" if the tape can't tell
   * @throws CorruptRecordException if it is a frame that this session's key did not seal, at this
   *     place, in this incarnation
   */
  public void open(RecordView record, String incarnationHex) {
    if (record.marksSealed()) {
      System.arraycopy(record.bytes(), record.offset(), plain, 0, record.length());
      give(record, record.length());
    } else if (record.sealed()) {
      give(record, frame(record, incarnationHex));
    } else if (record.is(RecordKind.FRAME)) {
      throw new CorruptRecordException("a frame in the clear on a sealed tape");
    }
  }

  private int frame(RecordView record, String incarnationHex) {
    byte[] bytes = record.bytes();
    int at = record.offset();
    choose(bytes, at + RecordLayout.SEAL_INCARNATION_AT, incarnationHex);
    System.arraycopy(bytes, at + RecordLayout.SEAL_COUNTER_AT, nonce, 0, Long.BYTES);
    System.arraycopy(bytes, at, plain, 0, RecordLayout.FRAME_PCM_AT);
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, FrameSealer.spec(nonce));
      cipher.updateAAD(
          bytes, at + RecordLayout.LENGTH_AT, RecordLayout.SEALED_PCM_AT - RecordLayout.LENGTH_AT);
      int sealed = record.length() - RecordLayout.SEALED_PCM_AT;
      return RecordLayout.FRAME_PCM_AT
          + cipher.doFinal(
              bytes, at + RecordLayout.SEALED_PCM_AT, sealed, plain, RecordLayout.FRAME_PCM_AT);
    } catch (AEADBadTagException e) {
      throw notOpened();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes every frame", e);
    }
  }

  private void choose(byte[] bytes, int at, String incarnationHex) {
    if (!Arrays.equals(bytes, at, at + INCARNATION_BYTES, incarnation, 0, incarnation.length)) {
      incarnation = Arrays.copyOfRange(bytes, at, at + INCARNATION_BYTES);
      key = session.ofIncarnation(incarnation, 0);
      hex = HexFormat.of().formatHex(incarnation);
    }
    if (!incarnationHex.isEmpty() && !incarnationHex.equals(hex)) {
      throw notOpened();
    }
  }

  private static CorruptRecordException notOpened() {
    return new CorruptRecordException("the sealed frame does not open: it was changed or moved");
  }

  private void give(RecordView record, int length) {
    plain[RecordLayout.FLAGS_AT] &= ~RecordLayout.FLAG_SEALED;
    fields.putInt(RecordLayout.LENGTH_AT, length);
    crc.reset();
    crc.update(plain, RecordLayout.LENGTH_AT, length - RecordLayout.LENGTH_AT);
    fields.putInt(RecordLayout.CRC_AT, (int) crc.getValue());
    record.wrap(plain, 0, length);
  }
}
