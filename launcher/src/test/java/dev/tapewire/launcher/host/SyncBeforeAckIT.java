package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the receiver acknowledges is on the disk: seen in its system calls. */
class SyncBeforeAckIT {
  private static final int SECONDS = 40;
  private static final Pattern ACK = Pattern.compile("ack\\\\\",.*?next\\\\\":(\\d+)");
  private static final Pattern AUDIO = Pattern.compile("\\d+<[^>]*\\.wav>");
  private static final Pattern LEDGER = Pattern.compile("\\d+<[^>]*ledger[^>]*>");

  @TempDir Path directory;

  @Test
  void syncsAudioAndThenLedgerBeforeEachAcknowledgement() throws Exception {
    Trace trace = new Trace(directory.resolve("receiver.trace"));
    try (Studio studio = new Studio(directory)) {
      Program receiver =
          studio.start(
              "receiver",
              studio
                  .command(
                      "receive", "--listen", "127.0.0.1:0", "--out", studio.received().toString())
                  .under(trace.prefix("fdatasync,fsync,write,writev,sendto,sendmsg")));
      String uri = receiver.await("listening (ws://\\S+)", Host.START_BOUND);
      Path file =
          Samples.voice(6, SECONDS * VirtualSoundCard.RATE_HZ)
              .writeWav(directory.resolve("speech.wav"));

      Program run =
          studio.tapewire("run", "--source", file.toString(), "--speed", "10", "--to", uri);
      int code = run.awaitExit(Host.PROGRAM_BOUND);
      Host.signal(trace.traced(receiver), "TERM");
      receiver.awaitExit(Host.PROGRAM_BOUND);

      assertEquals(0, code, run::toString);
      int acks = check(trace);
      Host.figure(this, "%d acknowledgements, each after fdatasync of audio and ledger", acks);
      assertTrue(acks > 2, "acknowledgements in the trace: " + acks);
    }
  }

  /**
   * One thread syncs, another writes to the network, so the pair of the next acknowledgement may
   * stand before this one: they are counted.
   */
  private static int check(Trace trace) throws IOException {
    int acks = 0;
    int moves = 0;
    int pairs = 0;
    long acknowledged = 0;
    boolean audioSynced = false;
    for (Trace.Event event : trace.events()) {
      Matcher ack = ACK.matcher(event.arguments());
      if (event.call().startsWith("f") && event.ended()) {
        boolean ledgerSynced = audioSynced && event.on(LEDGER);
        pairs += ledgerSynced ? 1 : 0;
        audioSynced = !ledgerSynced && (audioSynced || event.on(AUDIO));
      } else if (!event.ended() && ack.find()) {
        long next = Long.parseLong(ack.group(1));
        assertTrue(next >= acknowledged, "an ack goes back: " + event);
        moves += next > acknowledged ? 1 : 0;
        acknowledged = next;
        assertTrue(moves <= pairs, "no sync of the audio and then the ledger before " + event);
        acks++;
      }
    }
    return acks;
  }
}
