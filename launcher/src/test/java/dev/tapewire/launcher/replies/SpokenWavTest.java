package dev.tapewire.launcher.replies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.reply.Replies;
import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyWriter;
import dev.tapewire.common.reply.SpokenAudio;
import dev.tapewire.common.tape.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service spoke, piece by piece in its messages, becomes one WAV file. */
class SpokenWavTest {
  private static final PcmFormat FORMAT = new PcmFormat(24000, 1, Encoding.S16LE);

  @TempDir private Path directory;

  @Test
  void joinsPiecesWhereverTheyWereCut() throws IOException {
    byte[] pcm = pcm(10_000);
    int odd = 3333; // In the middle of a sample.
    save(
        audio("s16le", 24000, Arrays.copyOf(pcm, odd)),
        Replies.numbered(1),
        audio("s16le", 24000, Arrays.copyOfRange(pcm, odd, pcm.length)));
    assertArrayEquals(wav(pcm), written());
  }

  @Test
  void takesAudioOutOfWavFiles() throws IOException {
    byte[] pcm = pcm(500);
    byte[] streamed = wav(pcm);
    Arrays.fill(streamed, 4, 8, (byte) -1); // Sizes that were not known when it began.
    Arrays.fill(streamed, WavHeader.length(FORMAT) - 4, WavHeader.length(FORMAT), (byte) -1);
    save(audio("wav", 0, wav(pcm)), audio("wav", 0, streamed));
    byte[] twice = Arrays.copyOf(pcm, 2 * pcm.length);
    System.arraycopy(pcm, 0, twice, pcm.length, pcm.length);
    assertArrayEquals(wav(twice), written());
  }

  @Test
  void refusesTwoRatesByAClearLine() {
    save(audio("s16le", 24000, pcm(10)), audio("s16le", 16000, pcm(10)));
    TapewireException refused = assertThrows(TapewireException.class, this::written);
    assertTrue(
        refused.getMessage().contains("24000 Hz, 1 ch, s16le and in 16000 Hz, 1 ch, s16le"),
        refused.getMessage());
  }

  @Test
  void refusesRepliesWithoutAudio() {
    save(Replies.numbered(1));
    assertThrows(TapewireException.class, this::written);
  }

  @Test
  void leavesOutWhatCanNotBeRead() throws IOException {
    byte[] pcm = pcm(10);
    SpokenAudio elsewhere = new SpokenAudio("/other", 24000, "s16le");
    Reply good = audio("s16le", 24000, pcm);
    save(good, reply(elsewhere, good), audio("wav", 0, pcm), audio("opus", 0, pcm));
    SpokenWav spoken = new SpokenWav(this::open);
    assertEquals(3, spoken.unreadable());
    assertArrayEquals(wav(pcm), written());
  }

  @Test
  void findsTextByPointer() {
    var json = JsonParser.parseString("{\"a\":[{\"b/c\":{\"~\":\"x\"}}],\"\":\"y\",\"n\":1}");
    assertEquals("x", JsonPointer.text(json, "/a/0/b~1c/~0"));
    assertEquals("y", JsonPointer.text(json, "/"));
    for (String none : List.of("", "/n", "/a/1", "/a/-", "/a/00", "a", "/z/z", "/a/0/b")) {
      assertNull(JsonPointer.text(json, none), none);
    }
  }

  private Replies replies() {
    return new Replies(directory, 1, null);
  }

  private RecordingReplies open() {
    return new RecordingReplies(List.of(new Part(replies().paths, 0)), Replies.DESTINATION, null);
  }

  private void save(Reply... all) {
    try (ReplyWriter writer = replies().openWriter()) {
      List.of(all).forEach(writer::append);
    }
  }

  private byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SpokenWav(this::open).writeTo(out);
    return out.toByteArray();
  }

  private static Reply audio(String encoding, int rate, byte[] bytes) {
    JsonObject message = new JsonObject();
    message.addProperty("delta", Base64.getEncoder().encodeToString(bytes));
    SpokenAudio audio = new SpokenAudio("/delta", rate, encoding);
    return new Reply(0, 0, Reply.Kind.AUDIO, 0, 0, null, List.of(), audio, message);
  }

  private static Reply reply(SpokenAudio audio, Reply as) {
    return new Reply(0, 0, Reply.Kind.AUDIO, 0, 0, null, List.of(), audio, as.message());
  }

  private static byte[] pcm(int samples) {
    byte[] pcm = new byte[samples * 2];
    new Random(1).nextBytes(pcm);
    return pcm;
  }

  private static byte[] wav(byte[] pcm) {
    byte[] head = WavHeader.of(FORMAT, pcm.length);
    byte[] wav = Arrays.copyOf(head, head.length + pcm.length);
    System.arraycopy(pcm, 0, wav, head.length, pcm.length);
    return wav;
  }
}
