package dev.tapewire.common.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.record.FrameSealer;
import dev.tapewire.common.record.RecordEncoder;
import dev.tapewire.common.record.SessionKey;
import dev.tapewire.common.secret.TapeKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No key and nonce seal twice, whatever the tape went through: seen at the cipher itself. */
class NonceTest {
  private static final int SEEDS = 4;
  private static final int STEPS = 40;

  @TempDir Path tapes;

  @BeforeEach
  void watch() {
    CipherSpy.install();
  }

  @AfterEach
  void leave() {
    CipherSpy.remove();
  }

  @Test
  void noneIsUsedAgainAfterRestartsCutsAndDeaths() throws IOException {
    TapeKey key = SealKeys.make(tapes, 1);
    int frames = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      TapeSession session = new TapeSession(tapes.resolve("seed" + seed), seed, key);
      for (int step = 0; step < STEPS; step++) {
        int count = random.nextInt(20);
        frames += count;
        session.record(count);
        if (random.nextInt(3) == 0) {
          cut(session, random);
        }
      }
    }
    assertEquals(frames, CipherSpy.seals());
    assertEquals(0, CipherSpy.repeated());
  }

  @Test
  void noneIsUsedAgainWhenACopyIsGoneOnWithToo() throws IOException {
    TapeKey key = SealKeys.make(tapes, 1);
    TapeSession session = new TapeSession(tapes.resolve("one"), 1, key);
    session.record(10);
    TapeSession copy = new TapeSession(tapes.resolve("other"), 2, key);
    Files.createDirectories(copy.paths.directory());
    try (Stream<Path> files = Files.list(session.paths.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.paths.directory().resolve(file.getFileName()));
      }
    }
    List<byte[]> first = session.record(10);
    List<byte[]> second = copy.record(10);
    assertEquals(30, CipherSpy.seals());
    assertEquals(0, CipherSpy.repeated());
    assertTrue(TapeSession.pcm(session.readAll()).size() == first.size() + 10);
    assertTrue(TapeSession.pcm(copy.readAll()).size() == second.size() + 10);
  }

  @Test
  void noneIsUsedAgainForAFrameThatDidNotComeOntoTheTape() {
    RecordEncoder encoder = new RecordEncoder();
    SessionKey key = SessionKey.random(new Random(1));
    encoder.sealWith(new FrameSealer(key, "00112233445566778899aabbccddeeff"));
    for (int attempt = 0; attempt < 3; attempt++) {
      encoder.stamp(7, 0, 3, attempt);
      encoder.stampedFrame(2, new byte[] {(byte) attempt, 2, 3, 4}, 0, 4);
    }
    assertEquals(3, CipherSpy.seals());
    assertEquals(0, CipherSpy.repeated());
  }

  private static void cut(TapeSession session, Random random) throws IOException {
    try (FileChannel channel = FileChannel.open(session.lastFile(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - random.nextLong(channel.size() / 2));
    }
  }
}
