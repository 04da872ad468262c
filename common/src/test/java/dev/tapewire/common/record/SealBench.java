package dev.tapewire.common.record;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * What sealing and opening cost: {@code main} prints time and garbage per frame, and the share of a
 * core at two rates. Confined to the main thread.
 */
public final class SealBench {
  private static final int FRAMES = 200_000;
  private static final int ROUNDS = 3;
  private static final int SAMPLES = 1024;
  private static final int PCM_BYTES = 2 * SAMPLES;

  private SealBench() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    byte[] pcm = new byte[PCM_BYTES];
    new Random(1).nextBytes(pcm);
    SessionKey key = SessionKey.random(new Random(2));
    String incarnation = "00112233445566778899aabbccddeeff";
    RecordEncoder plain = new RecordEncoder();
    RecordEncoder sealed = new RecordEncoder();
    sealed.sealWith(new FrameSealer(key, incarnation));
    FrameOpener opener = new FrameOpener(key);
    RecordView view = new RecordView();
    for (int round = 0; round < ROUNDS; round++) {
      measure("plain", () -> encode(plain, pcm));
      measure("sealed", () -> encode(sealed, pcm));
      int length = encode(sealed, pcm);
      measure(
          "opened",
          () -> {
            view.wrap(sealed.bytes(), 0, length);
            opener.open(view, incarnation);
          });
    }
  }

  private static int encode(RecordEncoder encoder, byte[] pcm) {
    encoder.stamp(1, 2, 3, 4);
    return encoder.stampedFrame(SAMPLES, pcm, 0, PCM_BYTES);
  }

  private static void measure(String what, Runnable each) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long cpuNs = thread.getCurrentThreadCpuTime();
    for (int i = 0; i < FRAMES; i++) {
      each.run();
    }
    double ns = (double) (thread.getCurrentThreadCpuTime() - cpuNs) / FRAMES;
    long bytes = (thread.getCurrentThreadAllocatedBytes() - allocated) / FRAMES;
    System.out.printf(
        "%-7s %7.0f ns, %5d B garbage a frame; %6.0f MB/s; of a core: %.4f %% at 44.1 kHz,"
            + " %.4f %% at 384 kHz%n",
        what,
        ns,
        bytes,
        PCM_BYTES * 1000.0 / ns,
        ns * 44_100 / SAMPLES / 1e7,
        ns * 384_000 / SAMPLES / 1e7);
  }
}
