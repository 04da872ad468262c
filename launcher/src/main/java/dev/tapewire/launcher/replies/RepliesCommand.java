package dev.tapewire.launcher.replies;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.cli.CommonOptions;
import dev.tapewire.common.cli.TapeKeyOptions;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import dev.tapewire.common.log.Printable;
import dev.tapewire.common.reply.ReplyJson;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.session.SessionId;
import dev.tapewire.common.tape.Part;
import dev.tapewire.common.tape.SessionParts;
import dev.tapewire.launcher.sessions.Durations;
import dev.tapewire.launcher.sessions.SessionCatalog;
import dev.tapewire.launcher.sessions.WholeFile;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a service answered. Confined to the main thread. */
@Command(
    name = "replies",
    description = {
      "Shows what a service answered to a session: a line for each text that stands, with its time",
      "since the session's start. What was said twice around a reconnect is shown once.",
      "The name of a recording that was split stands for all its parts, as one timeline."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  tapewire replies 20261122-120000-mic --follow",
      "  tapewire replies 20261122-120000-mic --to deepgram --srt > talk.srt",
      "  tapewire replies 20261122-120000-mic --wav answers.wav"
    })
public final class RepliesCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Mixin private TapeKeyOptions tapeKey;

  @Parameters(paramLabel = "SESSION", description = "as 'tapewire sessions' lists it")
  private String session;

  @Option(
      names = "--to",
      paramLabel = "DEST",
      description =
          "whose replies, if several answered; its profile alone will do; ... (replay): a replay's")
  private String to;

  @Option(names = "--follow", description = "show more as it comes, until the delivery is over")
  private boolean follow;

  @ArgGroup private Form form = new Form();

  /** At most one of them. A picocli group. */
  static final class Form {
    @Option(names = "--json", description = "every reply, one JSON document in a line")
    private boolean json;

    @Option(names = "--text", description = "the text alone")
    private boolean text;

    @Option(names = "--srt", description = "subtitles: SubRip")
    private boolean srt;

    @Option(names = "--vtt", description = "subtitles: WebVTT")
    private boolean vtt;

    @Option(
        names = "--wav",
        paramLabel = "FILE",
        description = "write the audio that the service speaks; -: standard output")
    private String wav;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SessionId.check(session);
    if (follow && (form.srt || form.vtt || form.wav != null)) {
      throw TapewireException.usage("--follow goes with text and --json, not with a whole file");
    }
    SessionCatalog catalog = new SessionCatalog(common.tapes(), common.log());
    Part first = SessionParts.timeline(common.tapes(), session).get(0);
    PcmFormat format = catalog.get(first.paths().id()).summary().format();
    TapeKey key = tapeKey.key();
    Answered answered = new Answered(common.tapes(), session, to);
    Following following = follow ? new Following(answered) : null;
    String destination = follow ? following.awaitKey() : answered.key();
    if (destination != null) {
      show(() -> new RecordingReplies(answered.parts(), destination, key), format, following);
    } else if (!follow) {
      String whose = to == null ? "" : " of " + to;
      String advice = "; `tapewire replay " + session + " --to SERVICE` gets some";
      throw TapewireException.failed("session " + session + " has no replies" + whose + advice);
    }
    return ExitCode.OK.code();
  }

  private void show(Supplier<RecordingReplies> replies, PcmFormat format, Following following)
      throws IOException, InterruptedException {
    if (form.wav != null) {
      SpokenWav wav = new SpokenWav(replies);
      WholeFile.tellOfWav(form.wav, common.log());
      WholeFile.write(form.wav, wav::writeTo);
      tell(wav.unreadable(), "messages have audio that can't be read; they were left out");
      return;
    }
    try (PrintStream out = standardOutput();
        RecordingReplies reader = replies.get()) {
      Display display = display(out, format);
      if (following == null) {
        Following.show(reader, display);
      } else {
        following.show(reader, display, out::checkError);
      }
      display.end();
      tell(reader.damaged(), "places of the replies' tape are damaged; they were passed over");
    }
  }

  private Display display(PrintStream out, PcmFormat format) {
    if (form.json) {
      return reply -> out.println(Printable.json(ReplyJson.encode(reply)));
    }
    if (form.srt) {
      return Display.whole(lines -> Subtitles.srt(Cues.of(lines, format)).forEach(out::println));
    }
    if (form.vtt) {
      return Display.whole(lines -> Subtitles.vtt(Cues.of(lines, format)).forEach(out::println));
    }
    Consumer<Line> print =
        line -> {
          String time = form.text ? "" : Durations.clock(format.toNs(line.from())) + "  ";
          out.println(time + Plain.of(line.text()));
        };
    return follow ? Display.live(print) : Display.whole(lines -> lines.forEach(print));
  }

  /** UTF-8 and line feeds, whatever the locale: subtitles are read by others. */
  private static PrintStream standardOutput() {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        false,
        StandardCharsets.UTF_8);
  }

  private void tell(long count, String what) {
    if (count > 0) {
      common.log().warn(count + " " + what);
    }
  }
}
