package dev.tapewire.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.audio.WavHeader;
import dev.tapewire.common.log.Log;
import dev.tapewire.common.time.ManualClock;
import dev.tapewire.receiver.reception.Commit;
import dev.tapewire.receiver.reception.DeliveryHead;
import dev.tapewire.receiver.reception.DeliveryState;
import dev.tapewire.receiver.reception.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes long is done in slices, and what is nothing takes no disk. */
final class SlicesTest {
  private static final long GAP_BYTES = 64L << 20;

  @TempDir private Path out;
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private IOException failure;
  private FileShelf shelf;

  @BeforeEach
  void open() throws IOException {
    Log log = new Log(new PrintStream(OutputStream.nullOutputStream()), false);
    shelf = new FileShelf(out, new ManualClock(), work::add, this::committed, log);
  }

  private void committed(Track track, Commit commit, IOException why) {
    done.add(track.name());
    failure = why == null ? failure : why;
  }

  @Test
  void writtenSilenceHoldsUpNeitherTheCallerNorOthers() throws Exception {
    PcmFormat mulaw = new PcmFormat(8000, 1, Encoding.MULAW);
    Track quiet = shelf.open(new DeliveryHead("quiet", "first", mulaw, 0, 0));
    Track other = shelf.open(new DeliveryHead("other", "first", mulaw, 0, 0));
    quiet.append(new byte[] {1}, 0, 1);

    quiet.silence(GAP_BYTES);

    assertTrue(Files.size(out.resolve("quiet.wav")) < 1000);
    quiet.append(new byte[] {2, 3}, 0, 2);
    quiet.commit(commit(2, GAP_BYTES + 3));
    work.remove().run();
    other.append(new byte[] {1, 2}, 0, 2);
    other.commit(commit(2, 2));
    int turns = 0;
    while (!done.contains("other")) {
      work.remove().run();
      turns++;
    }
    assertEquals(List.of("other"), done);
    assertTrue(turns <= 2, turns + " turns");
    while (!work.isEmpty()) {
      work.remove().run();
    }
    assertNull(failure);
    byte[] wav = Files.readAllBytes(out.resolve("quiet.wav"));
    int head = WavHeader.length(mulaw);
    assertEquals(1, wav[head]);
    for (int i = 1; i <= GAP_BYTES; i++) {
      assertEquals(mulaw.encoding().silence(), wav[head + i]);
    }
    assertEquals(2, wav[head + (int) GAP_BYTES + 1]);
    quiet.close();
    other.close();
  }

  @Test
  void audioTakenBackKeepsItsHoles() throws Exception {
    PcmFormat s16 = new PcmFormat(8000, 1, Encoding.S16LE);
    Track track = shelf.open(new DeliveryHead("talk", "first", s16, 0, 0));
    track.append(new byte[2000], 0, 2000);
    track.commit(commit(2, 1000));
    track.silence(GAP_BYTES / 2);
    track.append(new byte[] {7, 7}, 0, 2);
    work.remove().run();
    track.commit(commit(4, 1001 + GAP_BYTES / 2));
    work.remove().run();

    track.cut(commit(2, 1000), true);
    assertEquals(1, work.size());
    int slices = 0;
    while (!work.isEmpty()) {
      work.remove().run();
      slices++;
    }

    assertNull(failure);
    assertTrue(slices > GAP_BYTES / SyncWork.SLICE_BYTES, slices + " slices");
    Path aside = out.resolve("talk.cut-1.wav");
    assertEquals(WavHeader.length(s16) + GAP_BYTES + 2, Files.size(aside));
    assertTrue(diskBytes(aside) < 1 << 20, diskBytes(aside) + " bytes on the disk");
    try (FileChannel channel = FileChannel.open(aside)) {
      ByteBuffer last = ByteBuffer.allocate(2);
      channel.read(last, channel.size() - 2);
      assertEquals(7, last.get(1));
    }
    track.close();
  }

  private static long diskBytes(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return 512 * Long.parseLong(blocks.strip());
  }

  private static Commit commit(long next, long position) {
    DeliveryState state =
        new DeliveryState(next, position, next, 0, "0".repeat(64), "", false, false);
    return new Commit(state, List.of(), null);
  }
}
