package dev.tapewire.receiver.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.GapLimits;
import dev.tapewire.receiver.reception.ReceptionLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What all strangers together can make a receiver hold, beside the heap that the script gives. */
final class HeapTest {
  /** Of the heap: a collector needs room to move things about. */
  private static final double USABLE = 0.8;

  /** Classes' constants, Netty, picocli, the log: what an idle receiver holds. */
  private static final long IDLE_BYTES = 12L << 20;

  /** A connection with TLS, as measured; see LinkLimits. */
  private static final long TLS_BYTES = 50 * 1024;

  /** A recording without its gaps: two channels, a lock, a digest, maps. */
  private static final long DELIVERY_BYTES = 4096;

  /** A gap in a list: an object of three fields, and the list's place. */
  private static final long GAP_BYTES = 40;

  /** A gap's line in a ledger, and a state's. */
  private static final long GAP_LINE_BYTES = 90;

  private static final long STATE_LINE_BYTES = 330;

  /** A state with its own digest and incarnation. */
  private static final long STATE_BYTES = 300;

  @Test
  void allLimitsTogetherFitTheHeap() throws Exception {
    long sum =
        IDLE_BYTES
            + LinkLimits.HANDSHAKES_MAX * 2L * LinkLimits.HEADERS_BYTES_MAX
            + LinkLimits.CONNECTIONS_MAX * (TLS_BYTES + LinkLimits.UNSENT_BYTES_MAX)
            + LinkLimits.PARTIAL_BYTES_MAX
            + 2 * LinkLimits.WAITING_BYTES_MAX // Text may take two bytes a character.
            + ReceptionLimits.GAPS_WAITING_MAX * GAP_BYTES
            + ReceptionLimits.DELIVERIES_MAX
                * (DELIVERY_BYTES + ReceptionLimits.GAPS_TOLD_MAX * GAP_BYTES)
            + 2 * ledger(); // One read by the agent, one by the sync thread.

    assertTrue(sum < USABLE * heapBytes(), (sum >> 20) + " MiB of " + (heapBytes() >> 20));
  }

  private static long ledger() {
    return GapLimits.COUNT_MAX * (GAP_LINE_BYTES + GAP_BYTES)
        + ReceptionLimits.STATES_MAX * (STATE_LINE_BYTES + STATE_BYTES);
  }

  private static long heapBytes() throws Exception {
    String script = Files.readString(Path.of("../tapewire"));
    Matcher heap = Pattern.compile("-Xmx(\\d+)m ").matcher(script);
    assertTrue(heap.find());
    return Long.parseLong(heap.group(1)) << 20;
  }
}
