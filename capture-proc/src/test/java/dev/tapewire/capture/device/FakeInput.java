package dev.tapewire.capture.device;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An audio input whose driver does what a test says. Safe for use by any thread. */
final class FakeInput implements InputOpener {
  /** What the driver does when it is asked for samples. */
  enum Mood {
    GIVES,
    SILENT,
    DEAD,
    HANGS
  }

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Mood mood = Mood.GIVES;
  private volatile boolean plugged = true;

  void mood(Mood next) {
    mood = next;
  }

  void plugged(boolean isPlugged) {
    plugged = isPlugged;
  }

  int opened() {
    return opened.get();
  }

  int reads() {
    return reads.get();
  }

  int closed() {
    return closed.get();
  }

  void letGoOfHangingCalls() {
    hanging.countDown();
  }

  @Override
  public String label() {
    return "mic:fake";
  }

  @Override
  public InputLine open(PcmFormat format, int bufferBytes) {
    if (!plugged) {
      throw TapewireException.failed("no audio input found");
    }
    opened.incrementAndGet();
    return new Line(bufferBytes);
  }

  private final class Line implements InputLine {
    private final int bufferBytes;

    Line(int bufferBytes) {
      this.bufferBytes = bufferBytes;
    }

    @Override
    public int availableBytes() {
      if (mood == Mood.HANGS) {
        try {
          hanging.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return switch (mood) {
        case GIVES -> bufferBytes / 2;
        case SILENT, HANGS -> 0;
        case DEAD -> bufferBytes;
      };
    }

    @Override
    public int bufferBytes() {
      return bufferBytes;
    }

    @Override
    public int read(byte[] into, int length) {
      reads.incrementAndGet();
      return mood == Mood.DEAD ? 0 : length;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
