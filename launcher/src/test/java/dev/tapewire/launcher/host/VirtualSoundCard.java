package dev.tapewire.launcher.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A sound card without hardware: a PulseAudio server of our own whose null sink's monitor stands
 * behind ALSA's default device. What is played on it is recorded bit by bit: 44.1 kHz, mono, s16le,
 * so that nothing is converted. Touches no configuration of the user's. Confined to the test's
 * thread.
 */
final class VirtualSoundCard implements Closeable {
  static final int RATE_HZ = 44_100;

  private static final String SINK = "vsink";
  private static final String[] FORMAT = {
    "--rate=" + RATE_HZ, "--channels=1", "--format=s16le", "--raw"
  };

  private final Path directory;
  private final Map<String, String> environment;
  private Program server;
  private Program silence;
  private int lives;

  private VirtualSoundCard(Path directory) {
    this.directory = directory;
    this.environment =
        Map.of(
            "HOME", directory.toString(),
            "XDG_RUNTIME_DIR", directory.toString(),
            "PULSE_RUNTIME_PATH", directory.toString(),
            "PULSE_SERVER", "unix:" + directory.resolve("native"),
            "ALSA_CONFIG_PATH", directory.resolve("asound.conf").toString());
  }

  /** Skips the test, with a reason, where no such card can be had; starts it otherwise. */
  static VirtualSoundCard open() throws Exception {
    Host.assumePrograms("pulseaudio", "pactl", "pacat", "paplay");
    Host.assume(Files.exists(Path.of("/usr/share/alsa/alsa.conf")), "needs ALSA's configuration");
    // A short path: a socket's name has room for 108 characters.
    Path directory = Files.createTempDirectory("tapewire-card");
    VirtualSoundCard card = new VirtualSoundCard(directory);
    Files.writeString(
        directory.resolve("asound.conf"),
        "</usr/share/alsa/alsa.conf>\n"
            + "pcm.!default { type pulse device \""
            + SINK
            + ".monitor\" }\n"
            + "ctl.!default { type pulse }\n");
    card.start();
    return card;
  }

  /** {@return what a program needs in its environment to see the card} */
  Map<String, String> environment() {
    return environment;
  }

  /** Starts the sound server, as it was. */
  void start() throws Exception {
    lives++;
    server =
        Launch.of(
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "--log-target=stderr",
                "-L",
                "module-native-protocol-unix auth-anonymous=1 socket="
                    + directory.resolve("native"),
                "-L",
                "module-null-sink sink_name="
                    + SINK
                    + " rate="
                    + RATE_HZ
                    + " channels=1 format=s16le")
            .with(environment)
            .start(directory, "server" + lives);
    Patience.await("the sound server answers\n" + server, Host.START_BOUND, this::answers);
    // A silent stream that wants low latency: else the sink moves in steps of 2 s.
    silence = stream("/dev/zero", "silence" + lives, "--latency-msec=20");
  }

  /** Kills the sound server, as {@code kill -9} does. */
  void kill() {
    server.kill();
    silence.kill();
  }

  /** Plays raw 44.1 kHz mono s16le samples; ends when they have been played. */
  Program play(Path samples) throws IOException {
    return stream(samples.toString(), "play" + System.nanoTime(), "--latency-msec=2000");
  }

  @Override
  public void close() throws IOException {
    silence.close();
    server.close();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private Program stream(String file, String name, String... options) throws IOException {
    return Launch.of("pacat", "--playback", "--device=" + SINK)
        .and(FORMAT)
        .and(options)
        .and(file)
        .with(environment)
        .start(directory, name);
  }

  private boolean answers() throws Exception {
    try (Program list =
        Launch.of("pactl", "list", "short", "sources")
            .with(environment)
            .start(directory, "pactl")) {
      return list.awaitExit(Host.PROGRAM_BOUND) == 0 && list.out().contains(SINK + ".monitor");
    }
  }
}
