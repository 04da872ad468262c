package dev.tapewire.bench.live;

import dev.tapewire.bench.lab.TimedNoise;
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
import java.util.TreeMap;

/** What came to the server, of each program, when. Confined to one thread. */
final class Arrivals {
  private static final int BYTES_PER_SAMPLE = 2;

  private final Map<String, List<Moment>> byPath = new HashMap<>();
  private final Map<String, Integer> strange = new HashMap<>();
  private final Map<Integer, String> paths = new HashMap<>();
  private final Map<Integer, Long> firstNs = new TreeMap<>();

  private Arrivals() {}

  /** Reads what {@code stamps.py} wrote. */
  static Arrivals read(Path file) throws IOException {
    ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    Arrivals arrivals = new Arrivals();
    while (notes.hasRemaining()) {
      long atNs = notes.getLong();
      int connection = notes.getInt();
      int length = notes.getInt();
      byte[] bytes = new byte[Math.abs(length)];
      notes.get(bytes);
      if (length < 0) {
        String path = new String(bytes, StandardCharsets.UTF_8).substring(1);
        arrivals.paths.put(connection, path);
      } else {
        arrivals.take(atNs, connection, bytes);
      }
    }
    return arrivals;
  }

  private void take(long atNs, int connection, byte[] bytes) {
    String path = paths.get(connection);
    firstNs.putIfAbsent(connection, atNs);
    List<Moment> before = byPath.computeIfAbsent(path, any -> new ArrayList<>());
    long place = place(bytes, before);
    if (place < 0) {
      strange.merge(path, 1, Integer::sum);
    } else {
      before.add(new Moment(atNs, place, place + bytes.length / BYTES_PER_SAMPLE));
    }
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

  /** {@return when the first message came over each connection with this path, in their order} */
  List<Long> firstsNs(String path) {
    return firstNs.entrySet().stream()
        .filter(each -> path.equals(paths.get(each.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }
}
