package dev.tapewire.launcher.host;

import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Changes bytes of a tape file, as a disk or a later version might. Confined to one thread. */
final class TapeDamage {
  private final Path file;
  private final byte[] bytes;
  private final ByteBuffer buffer;

  private TapeDamage(Path file) throws IOException {
    this.file = file;
    this.bytes = Files.readAllBytes(file);
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** {@return the first tape file of a session} */
  static TapeDamage of(Path session) throws IOException {
    try (var files = Files.list(session)) {
      return new TapeDamage(
          files.filter(f -> f.toString().endsWith(".cq4")).sorted().findFirst().orElseThrow());
    }
  }

  /** Lets every HEADER say another format version, with the CRC that belongs to it. */
  void setFormatVersion(int version) throws IOException {
    for (int at = 0; at < bytes.length - RecordLayout.HEADER_JSON_AT; at++) {
      if (isRecord(at, RecordKind.HEADER)) {
        buffer.putShort(at + RecordLayout.BODY_AT, (short) version);
        buffer.putInt(at + RecordLayout.CRC_AT, crc(at));
      }
    }
    Files.write(file, bytes);
  }

  /** Flips a bit in the middle of a frame's PCM. */
  void flipByteOfFrame(long sequence) throws IOException {
    for (int at = 0; at < bytes.length - RecordLayout.FRAME_PCM_AT; at++) {
      if (isRecord(at, RecordKind.FRAME)
          && buffer.getLong(at + RecordLayout.FRAME_SEQUENCE_AT) == sequence) {
        bytes[at + buffer.getInt(at + RecordLayout.LENGTH_AT) / 2] ^= 0x10;
        Files.write(file, bytes);
        return;
      }
    }
    throw new AssertionError("no frame " + sequence + " in " + file);
  }

  private boolean isRecord(int at, RecordKind kind) {
    int length = buffer.getInt(at + RecordLayout.LENGTH_AT);
    return bytes[at + RecordLayout.KIND_AT] == kind.code()
        && length >= RecordLayout.BODY_AT
        && length <= RecordLayout.RECORD_BYTES_MAX
        && at + length <= bytes.length
        && buffer.getInt(at + RecordLayout.CRC_AT) == crc(at);
  }

  private int crc(int at) {
    CRC32C crc = new CRC32C();
    int length = buffer.getInt(at + RecordLayout.LENGTH_AT);
    crc.update(bytes, at + RecordLayout.LENGTH_AT, length - RecordLayout.LENGTH_AT);
    return (int) crc.getValue();
  }
}
