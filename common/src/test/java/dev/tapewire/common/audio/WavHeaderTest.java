package dev.tapewire.common.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WavHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "44100,1,S16LE,PCM_SIGNED,16",
    "48000,2,S24LE,PCM_SIGNED,24",
    "48000,1,S32LE,PCM_SIGNED,32",
    "8000,1,MULAW,ULAW,8",
    "8000,2,ALAW,ALAW,8",
    "11025,1,U8,PCM_UNSIGNED,8",
    "96000,2,F32LE,PCM_FLOAT,32",
    "48000,6,F32LE,PCM_FLOAT,32",
    "48000,6,S16LE,PCM_SIGNED,16",
    "48000,64,S24LE,PCM_SIGNED,24"
  })
  void isReadByJavaSound(int rate, int channels, Encoding encoding, String name, int bits)
      throws IOException, UnsupportedAudioFileException {
    PcmFormat format = new PcmFormat(rate, channels, encoding);
    byte[] pcm = new byte[100 * format.blockBytes()];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (byte) (i * 31);
    }

    byte[] file = file(format, pcm);
    AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file));

    AudioFormat read = in.getFormat();
    assertEquals(name, read.getEncoding().toString());
    assertEquals(rate, (int) read.getSampleRate());
    assertEquals(channels, read.getChannels());
    assertEquals(bits, read.getSampleSizeInBits());
    assertEquals(ByteBuffer.wrap(pcm), ByteBuffer.wrap(in.readAllBytes()));
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void keepsItsLengthWhenItBecomesRf64(Encoding encoding) {
    PcmFormat format = new PcmFormat(48_000, 1, encoding);
    long big = 6L << 30;

    byte[] small = WavHeader.of(format, 0);
    byte[] rf64 = WavHeader.of(format, big);

    assertEquals(small.length, rf64.length);
    assertEquals(WavHeader.length(format), rf64.length);
    ByteBuffer in = ByteBuffer.wrap(rf64).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("RF64", text(rf64, 0));
    assertEquals(-1, in.getInt(4));
    assertEquals("ds64", text(rf64, 12));
    assertEquals(rf64.length - 8 + big, in.getLong(20));
    assertEquals(big, in.getLong(28));
    assertEquals(big / encoding.bytesPerSample(), in.getLong(36));
    assertEquals("data", text(rf64, rf64.length - 8));
    assertEquals(-1, in.getInt(rf64.length - 4));
  }

  @Test
  void staysRiffUpToTheLastByteOfItsSizeField() {
    PcmFormat format = new PcmFormat(8_000, 1, Encoding.U8);
    long most = 0xFFFF_FFFEL - (WavHeader.length(format) - 8);

    assertEquals("RIFF", text(WavHeader.of(format, most), 0));
    assertEquals("RF64", text(WavHeader.of(format, most + 1), 0));
  }

  @Test
  void hasWholeChunksOfEvenLength() {
    PcmFormat format = new PcmFormat(8_000, 1, Encoding.MULAW);
    byte[] file = file(format, new byte[7]);

    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<String> chunks = new ArrayList<>();
    int at = 12;
    while (at < file.length) {
      chunks.add(text(file, at) + " " + in.getInt(at + 4));
      at += 8 + in.getInt(at + 4) + (in.getInt(at + 4) & 1);
    }

    assertEquals(List.of("JUNK 28", "fmt  18", "fact 4", "data 7"), chunks);
    assertEquals(file.length, at);
    assertEquals(file.length - 8, in.getInt(4));
  }

  private static byte[] file(PcmFormat format, byte[] pcm) {
    byte[] head = WavHeader.of(format, pcm.length);
    ByteBuffer file =
        ByteBuffer.allocate(head.length + pcm.length + WavHeader.padBytes(pcm.length));
    return file.put(head).put(pcm).array();
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.US_ASCII);
  }
}
