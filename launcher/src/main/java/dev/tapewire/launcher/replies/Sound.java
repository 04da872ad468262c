package dev.tapewire.launcher.replies;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.SpokenAudio;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/**
 * The audio of one message, taken out of base64 and, if it came in one, out of its WAV file.
 *
 * @param format of the samples
 * @param bytes the samples
 */
record Sound(PcmFormat format, ByteBuffer bytes) {
  private static final int TAG_EXTENSIBLE = 0xFFFE;
  private static final int RIFF_HEAD_BYTES = 12;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int FMT_BYTES_MIN = 16;
  private static final int FMT_EXTENSIBLE_BYTES = 40;
  private static final int SUBFORMAT_AT = 24;
  private static final int BITS_AT = 14;
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746d66;
  private static final int DATA = 0x61746164;

  /** {@return the sound of a reply, or null: it can't be read} */
  static Sound of(Reply reply) {
    SpokenAudio audio = reply.audio();
    if (audio == null || reply.message() == null) {
      return null;
    }
    String base64 = JsonPointer.text(reply.message(), audio.pointer());
    if (base64 == null) {
      return null;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
      if (audio.encoding().equals(SpokenAudio.WAV)) {
        return unwrapped(bytes.order(ByteOrder.LITTLE_ENDIAN));
      }
      Optional<Encoding> encoding = Encoding.byLabel(audio.encoding());
      return encoding.isEmpty()
          ? null
          : new Sound(new PcmFormat(audio.rate(), 1, encoding.get()), bytes);
    } catch (IllegalArgumentException noBase64OrNoFormat) {
      return null;
    }
  }

  private static Sound unwrapped(ByteBuffer wav) {
    if (wav.limit() < RIFF_HEAD_BYTES || wav.getInt(0) != RIFF || wav.getInt(8) != WAVE) {
      return null;
    }
    PcmFormat format = null;
    long at = RIFF_HEAD_BYTES;
    while (at + CHUNK_HEAD_BYTES <= wav.limit()) {
      int kind = wav.getInt((int) at);
      long bytes = Integer.toUnsignedLong(wav.getInt((int) at + Integer.BYTES));
      int body = (int) at + CHUNK_HEAD_BYTES;
      // A file that was streamed says more than there is.
      int there = (int) Math.min(bytes, wav.limit() - body);
      if (kind == FMT) {
        format = format(wav.slice(body, there).order(ByteOrder.LITTLE_ENDIAN));
      } else if (kind == DATA) {
        return format == null ? null : new Sound(format, wav.slice(body, there));
      }
      at = body + bytes + (bytes & 1);
    }
    return null;
  }

  private static PcmFormat format(ByteBuffer fmt) {
    if (fmt.limit() < FMT_BYTES_MIN) {
      return null;
    }
    int tag = Short.toUnsignedInt(fmt.getShort(0));
    if (tag == TAG_EXTENSIBLE && fmt.limit() >= FMT_EXTENSIBLE_BYTES) {
      tag = Short.toUnsignedInt(fmt.getShort(SUBFORMAT_AT));
    }
    int bytesPerSample = fmt.getShort(BITS_AT) / Byte.SIZE;
    for (Encoding encoding : Encoding.values()) {
      if (encoding.wavFormatTag() == tag && encoding.bytesPerSample() == bytesPerSample) {
        return new PcmFormat(fmt.getInt(Integer.BYTES), fmt.getShort(2), encoding);
      }
    }
    return null;
  }
}
