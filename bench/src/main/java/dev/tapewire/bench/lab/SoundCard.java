package dev.tapewire.bench.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sound card without hardware: a PulseAudio server of our own whose null sink's monitor stands
 * behind ALSA's default device; what is played on it is recorded bit by bit. Confined to one
 * thread.
 */
public final class SoundCard {
  /** Its rate, of one channel in s16le. */
  public static final int RATE_HZ = 44_100;

  private static final String SINK = "vsink";

  private final Lab lab;

  private SoundCard(Lab lab) {
    this.lab = lab;
  }

  /** Starts one; programs of the lab see it from now on. */
  public static SoundCard open(Lab lab) throws Exception {
    Path directory = lab.directory();
    Path socket = directory.resolve("native");
    Path alsa = directory.resolve("asound.conf");
    Files.writeString(
        alsa,
        "</usr/share/alsa/alsa.conf>\n"
            + ("pcm.!default { type pulse device \"" + SINK + ".monitor\" }\n")
            + "ctl.!default { type pulse }\n");
    String dir = directory.toString();
    lab.with(Map.of("HOME", dir, "XDG_RUNTIME_DIR", dir, "PULSE_RUNTIME_PATH", dir));
    lab.with(Map.of("PULSE_SERVER", "unix:" + socket, "ALSA_CONFIG_PATH", alsa.toString()));
    lab.start(
        List.of(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--log-target=stderr",
            "-L",
            "module-native-protocol-unix auth-anonymous=1 socket=" + socket,
            "-L",
            "module-null-sink sink_name="
                + SINK
                + " rate="
                + RATE_HZ
                + " channels=1 format=s16le"));
    Patience.await(
        "the sound server answers",
        Patience.START_BOUND,
        () -> {
          Program list = lab.start("pactl", "list", "short", "sources");
          return list.awaitExit(Patience.START_BOUND) == 0 && list.out().contains(SINK);
        });
    SoundCard card = new SoundCard(lab);
    // A silent stream that wants low latency: else the sink moves in steps of 2 s.
    card.stream(Path.of("/dev/zero"), "--latency-msec=20");
    return card;
  }

  /** Plays raw samples; ends when they have been played. */
  public Program play(Path samples) throws Exception {
    return stream(samples, "--latency-msec=2000");
  }

  private Program stream(Path file, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("pacat", "--playback", "--device=" + SINK));
    command.addAll(List.of("--rate=" + RATE_HZ, "--channels=1", "--format=s16le", "--raw"));
    command.addAll(List.of(options));
    command.add(file.toString());
    return lab.start(command);
  }
}
