package dev.tapewire.capture;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.DurationConverter;
import dev.tapewire.common.cli.ShellWord;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.tape.SessionParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options that say what is captured; a picocli mixin. Confined to the main thread. */
public final class SourceOptions {
  private static final int RATE_HZ_DEFAULT = 44_100;
  private static final Pattern SPEED_FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  private static final double SPEED_MAX = 1_000_000;
  private static final double RING_SECONDS_MAX = 3600;

  /** To begin a session costs some 100 ms. */
  private static final Duration SPLIT_MIN = Duration.ofSeconds(1);

  /** A leap year. */
  private static final Duration SPLIT_MAX = Duration.ofDays(366);

  @Option(
      names = "--source",
      paramLabel = "SRC",
      defaultValue = "mic",
      preprocessor = SourceSplitter.class,
      description = {
        "mic, mic:NAME, tone, a WAV/AIFF/AU file, - (standard input) or cmd:COMMAND",
        "(its standard output): both raw PCM, or such a file; default: ${DEFAULT-VALUE};",
        "of capture it may be repeated"
      })
  private String source;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "begin this session, or go on with it (default: made from time and source)")
  private String session;

  @Option(names = "--rate", paramLabel = "HZ", description = "of a live source (default: 44100)")
  private Integer rateHz;

  @Option(names = "--channels", paramLabel = "N", description = "of a live source (default: 1)")
  private Integer channels;

  @Option(
      names = "--encoding",
      paramLabel = "E",
      description = "s16le s24le s32le f32le u8 mulaw alaw; of a live source (default: s16le)")
  private String encoding;

  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "samples per channel in one frame (default: 1024)")
  private Integer frameSamples;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "pace of a file: 1 is real time, 10 ten times, max flat out")
  private String speed;

  @Option(names = "--wait-device", description = "wait for an audio input that can't be opened yet")
  private boolean waitDevice;

  @Option(
      names = "--ring-seconds",
      paramLabel = "S",
      description = "audio held in memory while the disk does not take it (default: 10)")
  private Double ringSeconds;

  @Option(
      names = "--split",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "go on in a new session, ID.2, ID.3 ..., each time one is so long: 24h, 10m")
  private Duration split;

  /** Of several sources, each with what stands after it; empty: there is one, this. */
  private List<SourceOptions> each = List.of();

  /** Takes several sources in place of the one that this names. */
  void take(List<SourceOptions> sources) {
    each = List.copyOf(sources);
  }

  /** {@return the sources, each with its options: what stands before the first holds for all} */
  public List<SourceOptions> sources() {
    each.forEach(source -> source.fillFrom(this));
    return each.isEmpty() ? List.of(this) : each;
  }

  private void fillFrom(SourceOptions all) {
    session = session == null ? all.session : session;
    rateHz = rateHz == null ? all.rateHz : rateHz;
    channels = channels == null ? all.channels : channels;
    encoding = encoding == null ? all.encoding : encoding;
    frameSamples = frameSamples == null ? all.frameSamples : frameSamples;
    speed = speed == null ? all.speed : speed;
    ringSeconds = ringSeconds == null ? all.ringSeconds : ringSeconds;
    split = split == null ? all.split : split;
    waitDevice |= all.waitDevice;
  }

  /**
   * {@return the session that is named, or null}
   *
   * @throws TapewireException wrong usage, if it is no session's name
   */
  public String session() {
    return session == null ? null : SessionId.check(session);
  }

  /**
   * {@return how long a session may be, ns; 0: as long as it will}
   *
   * @param session its id, or null: it gets one that we make
   * @throws TapewireException wrong usage, naming the option and the value
   */
  public long splitNs(String session) {
    if (split == null) {
      return 0;
    }
    if (split.compareTo(SPLIT_MIN) < 0 || split.compareTo(SPLIT_MAX) > 0) {
      throw TapewireException.usage("--split: use 1s or more, at most 8784h");
    }
    if (session != null && !SessionId.isValid(session + "0".repeat(SessionParts.SUFFIX_CHARS))) {
      throw TapewireException.usage(
          "--split names sessions " + session + ".2 and so on; choose a shorter --session");
    }
    return split.toNanos();
  }

  /**
   * {@return what is to be captured}
   *
   * @throws TapewireException wrong usage, naming the option and the value
   */
  public CaptureSpec spec() {
    return spec(source);
  }

  /** {@return what is to be captured, from another source than {@code --source} says} */
  CaptureSpec spec(String source) {
    if (source.isBlank() || source.equals("cmd:") || source.equals("mic:")) {
      throw TapewireException.usage(
          "--source '" + source + "': use mic, mic:NAME, tone, a file, - or cmd:COMMAND");
    }
    SourceKind kind = SourceKind.of(source);
    refuseAddress(source);
    boolean file = kind == SourceKind.FILE;
    PcmFormat format = format();
    String named = file ? Path.of(source).toAbsolutePath().normalize().toString() : source;
    return new CaptureSpec(
        named, kind, file ? null : format, frame(), speed(), waitDevice, ringSeconds(), 1);
  }

  private static void refuseAddress(String source) {
    if (ADDRESS.matcher(source).lookingAt()) {
      String command = "ffmpeg -v error -i " + ShellWord.quoted(source) + " -f wav -";
      throw TapewireException.usage(
          "--source "
              + source
              + ": addresses are read by ffmpeg: --source "
              + ShellWord.quoted("cmd:" + command));
    }
  }

  /** {@return what was asked for and has no meaning for this source, a line each} */
  List<String> ignored() {
    SourceKind kind = SourceKind.of(source);
    List<String> lines = new ArrayList<>();
    if (kind == SourceKind.FILE && (rateHz != null || channels != null || encoding != null)) {
      lines.add("--rate, --channels and --encoding are not for a file, which brings its own");
    }
    if (kind != SourceKind.FILE && speed != null) {
      lines.add("--speed is for a file; " + source + " has its own pace");
    }
    if (kind != SourceKind.MIC && waitDevice) {
      lines.add("--wait-device is for mic; " + source + " is no audio input");
    }
    return lines;
  }

  /** {@return the arguments that say the same to another process} */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--source", spec().source()));
    add(arguments, "--rate", rateHz);
    add(arguments, "--channels", channels);
    add(arguments, "--encoding", encoding);
    add(arguments, "--frame", frameSamples);
    add(arguments, "--speed", speed);
    add(arguments, "--ring-seconds", ringSeconds);
    if (split != null) {
      arguments.addAll(List.of("--split", split.toMillis() + "ms"));
    }
    if (waitDevice) {
      arguments.add("--wait-device");
    }
    return arguments;
  }

  private static void add(List<String> arguments, String option, Object value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value.toString());
    }
  }

  private PcmFormat format() {
    String label = encoding == null ? "s16le" : encoding;
    Encoding known =
        Encoding.byLabel(label)
            .orElseThrow(
                () ->
                    TapewireException.usage(
                        "--encoding "
                            + label
                            + ": use one of "
                            + Arrays.stream(Encoding.values())
                                .map(Encoding::label)
                                .collect(Collectors.joining(" "))));
    try {
      return new PcmFormat(
          rateHz == null ? RATE_HZ_DEFAULT : rateHz, channels == null ? 1 : channels, known);
    } catch (IllegalArgumentException e) {
      throw TapewireException.usage("--rate, --channels: " + e.getMessage());
    }
  }

  private int frame() {
    if (frameSamples != null && frameSamples < 1) {
      throw TapewireException.usage("--frame " + frameSamples + ": use 1 or more");
    }
    return frameSamples == null ? 0 : frameSamples;
  }

  private double speed() {
    if (speed == null) {
      return 1;
    }
    if (speed.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    double times = SPEED_FORM.matcher(speed).matches() ? Double.parseDouble(speed) : 0;
    if (times <= 0 || times > SPEED_MAX) {
      throw TapewireException.usage("--speed " + speed + ": use a number above 0, or max");
    }
    return times;
  }

  private double ringSeconds() {
    if (ringSeconds == null) {
      return 0;
    }
    if (!(ringSeconds > 0 && ringSeconds <= RING_SECONDS_MAX)) {
      throw TapewireException.usage(
          "--ring-seconds " + ringSeconds + ": use a number above 0, at most 3600");
    }
    return ringSeconds;
  }
}
