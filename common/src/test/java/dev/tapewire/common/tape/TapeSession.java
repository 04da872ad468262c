package dev.tapewire.common.tape;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.RecordKind;
import dev.tapewire.common.record.RecordView;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionPaths;
import dev.tapewire.common.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A session on disk for tests: opens writers and readers on it. Confined to one thread. */
final class TapeSession {
  static final PcmFormat FORMAT = new PcmFormat(44100, 1, Encoding.S16LE);
  static final int FRAME_SAMPLES = 1024;
  static final NewSession WANTED = new NewSession(FORMAT, "tone", FRAME_SAMPLES, List.of("ws://a"));

  final SessionPaths paths;
  final ManualClock clock = new ManualClock();
  final Random random;
  private final TapeKey key;

  TapeSession(Path tapes, long seed) {
    this(tapes, seed, null);
  }

  /** One whose tape is sealed, unless {@code key} is null. */
  TapeSession(Path tapes, long seed, TapeKey key) {
    this.key = key;
    paths = SessionPaths.of(tapes, "session");
    random = new Random(seed);
  }

  TapeWriter openWriter() {
    NewSession wanted = new NewSession(FORMAT, WANTED.source(), FRAME_SAMPLES, WANTED.to(), key);
    return Tape.openWriter(paths, wanted, clock, random);
  }

  TapeReader openReader() {
    return Tape.openReader(paths, key);
  }

  /** A life that appends {@code count} frames and leaves. */
  List<byte[]> record(int count) {
    List<byte[]> frames = new ArrayList<>();
    try (TapeWriter writer = openWriter()) {
      for (int i = 0; i < count; i++) {
        frames.add(appendFrame(writer));
      }
    }
    return frames;
  }

  byte[] appendFrame(TapeWriter writer) {
    byte[] pcm = new byte[FRAME_SAMPLES * FORMAT.blockBytes()];
    random.nextBytes(pcm);
    clock.advanceNs(FORMAT.toNs(FRAME_SAMPLES));
    writer.frame(pcm, 0, FRAME_SAMPLES, clock.monotonicNs());
    return pcm;
  }

  /** Every record that a fresh reader gives. */
  List<byte[]> readAll() {
    try (TapeReader reader = openReader()) {
      return readOn(reader);
    }
  }

  static List<byte[]> readOn(TapeReader reader) {
    List<byte[]> records = new ArrayList<>();
    RecordView view = new RecordView();
    while (reader.poll(view)) {
      records.add(copy(view));
    }
    return records;
  }

  static byte[] copy(RecordView view) {
    return Arrays.copyOfRange(view.bytes(), view.offset(), view.offset() + view.length());
  }

  /** The PCM of the frames among {@code records}. */
  static List<byte[]> pcm(List<byte[]> records) {
    List<byte[]> pcm = new ArrayList<>();
    RecordView view = new RecordView();
    for (byte[] record : records) {
      view.wrap(record, 0, record.length);
      if (view.is(RecordKind.FRAME)) {
        int from = view.framePcmOffset();
        pcm.add(Arrays.copyOfRange(record, from, from + view.framePcmLength()));
      }
    }
    return pcm;
  }

  List<Path> files() throws java.io.IOException {
    try (Stream<Path> files = Files.list(paths.directory())) {
      return files.filter(f -> f.toString().endsWith(CycleName.SUFFIX)).sorted().toList();
    }
  }

  Path lastFile() throws java.io.IOException {
    List<Path> files = files();
    return files.get(files.size() - 1);
  }
}
