package dev.tapewire.bench.flat;

import dev.tapewire.bench.lab.Lab;
import dev.tapewire.bench.lab.Program;
import dev.tapewire.bench.lab.Tapes;
import dev.tapewire.bench.lab.TimedNoise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;

/** A recording, as a tape and as a file, and the servers that take it. Confined to one thread. */
final class FlatSetup {
  static final String SESSION = "recorded";

  private static final int RATE_HZ = 44_100;
  private static final Duration RECORD_BOUND = Duration.ofMinutes(10);

  final Lab lab;
  final Tapes tapes;
  final Path pcm;
  final long bytes;
  final int port;
  final int plainPort;
  final Program counting;
  final String receiver;

  FlatSetup(Lab lab, Duration length) throws Exception {
    this.lab = lab;
    tapes = new Tapes(lab.directory().resolve("tapes"));
    long samples = length.toSeconds() * RATE_HZ;
    bytes = 2 * samples;
    pcm = lab.directory().resolve("recorded.raw");
    TimedNoise.write(pcm, samples);
    Path wav = lab.directory().resolve("recorded.wav");
    TimedNoise.writeWav(wav, RATE_HZ, samples);
    String directory = tapes.directory().toString();
    lab.tapewire(
            "capture",
            "--tapes",
            directory,
            "--session",
            SESSION,
            "--speed",
            "max",
            "--source",
            wav.toString())
        .awaitSuccess(RECORD_BOUND);
    counting = lab.start("node", lab.peer("count.js").toString());
    Matcher ports = counting.await("listening (\\d+) (\\d+)");
    port = Integer.parseInt(ports.group(1));
    plainPort = Integer.parseInt(ports.group(2));
    String out = lab.directory().resolve("received").toString();
    receiver =
        lab.tapewire("receive", "--listen", "127.0.0.1:0", "--out", out)
            .await("listening (ws://\\S+)")
            .group(1);
  }
}
