package dev.tapewire.launcher.host;

import dev.tapewire.common.metric.CaptureCounter;
import dev.tapewire.common.metric.SenderCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Live figures of capture and sender, read beside them. Safe for use by any thread. */
final class LiveFigures {
  private LiveFigures() {}

  /** {@return frames on the tape, or 0 before capture tells any} */
  static long frames(Path counters) throws IOException {
    return read(counters, CaptureCounter.FRAMES);
  }

  /** {@return samples on the timeline, or 0 before capture tells any} */
  static long samples(Path counters) throws IOException {
    return read(counters, CaptureCounter.SAMPLES);
  }

  /** {@return whether a sender of this session has sent what is not confirmed} */
  static boolean windowIsOpen(Path session) throws IOException {
    for (Path sender : senders(session)) {
      if (read(sender, SenderCounter.SENT_SAMPLES)
          > read(sender, SenderCounter.CONFIRMED_SAMPLES)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the position up to which the first destination has confirmed; 0: none has} */
  static long confirmed(Path session) throws IOException {
    List<Path> senders = senders(session);
    return senders.isEmpty() ? 0 : read(senders.get(0), SenderCounter.CONFIRMED_SAMPLES);
  }

  private static List<Path> senders(Path session) throws IOException {
    List<Path> senders = new ArrayList<>();
    Path destinations = session.resolve("to");
    if (Files.isDirectory(destinations)) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(destinations)) {
        for (Path directory : each) {
          senders.add(directory.resolve("send.counters"));
        }
      }
    }
    return senders;
  }

  /** {@return a figure, read and not mapped: a mapping would keep its disk mounted} */
  static long read(Path counters, Enum<?> key) throws IOException {
    if (!Files.exists(counters)) {
      return 0;
    }
    byte[] bytes = Files.readAllBytes(counters);
    int at = (1 + key.ordinal()) * Long.BYTES; // Behind the file's magic number.
    return bytes.length < at + Long.BYTES
        ? 0
        : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(at);
  }
}
