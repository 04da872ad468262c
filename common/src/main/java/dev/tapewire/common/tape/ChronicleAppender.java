package dev.tapewire.common.tape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * The queue of one session, for appending: one document for each record, in the cycle that we say.
 * Chronicle takes its cycle from a clock; this one is set by hand, so no step of the machine's
 * clock can send a record back into a file that is closed. Confined to one thread.
 */
final class ChronicleAppender implements AutoCloseable {
  /** The mapping's step: each costs an object of half a KiB; the one at hand counts as memory. */
  private static final int BLOCK_BYTES = 8 << 20;

  /** How long Chronicle may wait for anything; under our lock there is nothing to wait for. */
  private static final long TIMEOUT_MS = 1000;

  static {
    // Before its first class loads; users pass no flags.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("chronicle.announcer.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true");
    System.setProperty("chronicle.analytics.disable", "true");
    ExceptionHandler silent = (type, message, thrown) -> {};
    Jvm.setExceptionHandlers(silent, silent, silent, silent);
  }

  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final int oldest;
  private int cycle;
  private boolean listed;

  /**
   * Opens the queue.
   *
   * @param oldest the oldest cycle that there is
   * @param first the cycle that this life begins with
   */
  ChronicleAppender(Path directory, int oldest, int first) {
    this.oldest = oldest;
    cycle = first - 1;
    queue =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(RollCycles.FIVE_MINUTELY)
            .blockSize(BLOCK_BYTES)
            .timeoutMS(TIMEOUT_MS)
            .timeProvider(() -> cycle * CycleName.CYCLE_MS)
            .forceDirectoryListingRefreshIntervalMs(Long.MAX_VALUE)
            .build();
    list(Integer.MAX_VALUE, Integer.MIN_VALUE);
    appender = queue.createAppender();
  }

  /**
   * Says which files there are. None, while Chronicle opens: it would look into those of earlier
   * lives, wait there for what a dead writer left half done, and fail where one is damaged. All,
   * once this life has its own: Chronicle's own readers go by it.
   */
  private void list(int lowest, int highest) {
    TableStore<?> table = queue.metaStore();
    table.doWithExclusiveLock(
        held -> {
          set(held, "listing.lowestCycle", lowest);
          set(held, "listing.highestCycle", highest);
          return null;
        });
  }

  private static void set(TableStore<?> table, String key, long to) {
    try (LongValue value = table.acquireValueFor(key)) {
      value.setVolatileValue(to);
    }
  }

  /**
   * Appends the first record of the file of cycle {@code to}.
   *
   * @return the end of the document in its file
   * @throws UncheckedIOException if the disk failed under the mapping
   */
  long begin(int to, byte[] bytes, int length) {
    cycle = to;
    long end = append(bytes, length);
    if (!listed) {
      list(Math.min(oldest, to), to);
      listed = true;
    }
    return end;
  }

  /**
   * Appends {@code bytes[0, length)}.
   *
   * @return the end of the document in its file
   * @throws UncheckedIOException if the disk failed under the mapping
   */
  long append(byte[] bytes, int length) {
    try (DocumentContext document = appender.writingDocument()) {
      try {
        Bytes<?> to = document.wire().bytes();
        to.write(bytes, 0, length);
        return to.writePosition();
      } catch (RuntimeException | Error e) {
        // Left alone, closing would commit what is half written.
        document.rollbackOnClose();
        throw e;
      }
    } catch (InternalError e) {
      // SIGBUS: the page could not be had. Space is allocated ahead, so it is no full disk.
      throw new UncheckedIOException(new IOException("the disk failed under the tape", e));
    }
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
