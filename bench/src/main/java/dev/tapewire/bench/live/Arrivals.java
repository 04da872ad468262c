package dev.tapewire.bench.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came to the server, of each program, when. Immutable. */
final class Arrivals {
  private static final int BYTES_PER_SAMPLE = 2;

  private final Map<String, List<Moment>> byPath;
  private final Map<String, Integer> strange;

  private Arrivals(Map<String, List<Moment>> byPath, Map<String, Integer> strange) {
    this.byPath = byPath;
    this.strange = strange;
  }

  /** Reads what {@code stamps.py} wrote. */
  static Arrivals read(Path file) throws IOException {
    ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, String> paths = new HashMap<>();
    Map<String, List<Moment>> byPath = new HashMap<>();
    Map<String, Integer> strange = new HashMap<>();
    while (notes.hasRemaining()) {
      long atNs = notes.getLong();
      int connection = notes.getInt();
      int length = notes.getInt();
      byte[] bytes = new byte[Math.abs(length)];
      notes.get(bytes);
      if (length < 0) {
        paths.put(connection, new String(bytes, StandardCharsets.UTF_8).substring(1));
      } else {
        String path = paths.get(connection);
        List<Moment> before = byPath.computeIfAbsent(path, any -> new ArrayList<>());
        long place = place(bytes, before);
        if (place < 0) {
          strange.merge(path, 1, Integer::sum);
        } else {
          before.add(new Moment(atNs, place, place + bytes.length / BYTES_PER_SAMPLE));
        }
      }
    }
    return new Arrivals(byPath, strange);
  }

  /** {@return where a message begins; one too short to tell goes on from the one before; or -1} */
  private static long place(byte[] bytes, List<Moment> before) {
    boolean tells = bytes.length >= TimedNoise.BYTES_MIN;
    return tells || before.isEmpty()
        ? TimedNoise.position(bytes, 0)
        : before.get(before.size() - 1).end();
  }

  /** {@return what came of the program with this path, in the order of its coming} */
  List<Moment> of(String path) {
    return byPath.getOrDefault(path, List.of());
  }

  /** {@return messages in which nothing stands that was played} */
  int strange(String path) {
    return strange.getOrDefault(path, 0);
  }
}
