package dev.tapewire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.ExitCode;
import dev.tapewire.common.error.TapewireException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SourceOptionsTest {
  @TempDir private Path tapes;

  @Command
  private static final class Host {
    @Mixin private SourceOptions options;
  }

  @Test
  void theMicrophoneAtTheUsualFormatIsTheDefault() {
    CaptureSpec spec = parse().spec();

    assertEquals(SourceKind.MIC, spec.kind());
    assertEquals(new PcmFormat(44_100, 1, Encoding.S16LE), spec.format());
    assertEquals(1024, spec.frameSamplesOf(spec.format()));
    assertEquals(431, spec.ringFramesOf(spec.format()));
    assertEquals(1, spec.speed());
  }

  @ParameterizedTest
  @CsvSource({
    "mic:USB,MIC",
    "tone,TONE",
    "-,STDIN",
    "cmd:cat x,COMMAND",
    "a.wav,FILE",
    "./mic,FILE"
  })
  void aSourceIsKnownByItsForm(String source, SourceKind kind) {
    assertEquals(kind, parse("--source", source).spec().kind());
  }

  @Test
  void aFileIsNamedByItsAbsolutePath() {
    assertEquals(
        Path.of("x/b.wav").toAbsolutePath().toString(),
        parse("--source", "x/../x/b.wav").spec().source());
  }

  @Test
  void theArgumentsSayTheSameToAnotherProcess() {
    List<String> given =
        List.of(
            "--source",
            "cmd:arecord -q",
            "--rate",
            "48000",
            "--channels",
            "2",
            "--encoding",
            "s24le",
            "--frame",
            "480",
            "--speed",
            "max",
            "--ring-seconds",
            "2.5",
            "--wait-device");
    SourceOptions options = parse(given.toArray(String[]::new));

    assertEquals(given, options.arguments());
    assertEquals(options.spec(), parse(options.arguments().toArray(String[]::new)).spec());
  }

  @ParameterizedTest
  @CsvSource({
    "--rate,0", "--rate,800000", "--channels,65", "--encoding,mp3", "--frame,0", "--frame,60000",
    "--speed,0", "--speed,-1", "--speed,fast", "--speed,NaN", "--ring-seconds,0", "--source,cmd:"
  })
  void aWrongValueIsToldInOneLineWithItsOption(String option, String value) {
    SourceOptions options = parse(option, value);

    TapewireException told = assertThrows(TapewireException.class, options::spec);

    assertEquals(ExitCode.USAGE, told.exitCode());
    assertTrue(told.getMessage().contains(option), told.getMessage());
    assertEquals(1, told.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/a.wav", "rtsp://cam:554/x?a=1&b=2", "HTTPS://host/it's"})
  void anAddressIsNoFileAndTheCommandThatReadsItIsTold(String address) {
    TapewireException told =
        assertThrows(TapewireException.class, () -> parse("--source", address).spec());

    assertEquals(ExitCode.USAGE, told.exitCode());
    assertTrue(told.getMessage().startsWith("--source " + address + ": "), told.getMessage());
    assertTrue(told.getMessage().contains("--source 'cmd:ffmpeg -v error -i "), told.getMessage());
    assertEquals(SourceKind.FILE, parse("--source", "./http:/x").spec().kind());
  }

  @Test
  void whatHasNoMeaningForASourceIsTold() {
    assertEquals(List.of(), parse().ignored());
    assertEquals(List.of(), parse("--source", "-", "--rate", "8000").ignored());
    assertEquals(List.of(), parse("--source", "a.wav", "--speed", "2").ignored());
    assertEquals(List.of(), parse("--source", "mic:USB", "--wait-device").ignored());
    assertEquals(
        List.of("--rate, --channels and --encoding are not for a file, which brings its own"),
        parse("--source", "a.wav", "--encoding", "u8").ignored());
    assertEquals(
        List.of(
            "--speed is for a file; tone has its own pace",
            "--wait-device is for mic; tone is no audio input"),
        parse("--source", "tone", "--speed", "max", "--wait-device").ignored());
  }

  @Test
  void theUsualFrameAndRingShrinkWhereAFormatIsBig() {
    PcmFormat wide = new PcmFormat(768_000, 64, Encoding.F32LE);
    CaptureSpec spec = parse("--source", "x.wav").spec();

    assertEquals(384, spec.frameSamplesOf(wide));
    assertTrue(spec.ringFramesOf(wide) * 384L * wide.blockBytes() <= 128 << 20);
    assertThrows(
        TapewireException.class,
        () -> parse("--source", "x.wav", "--ring-seconds", "10").spec().ringFramesOf(wide));
  }

  @Test
  void aSessionIsNamedByTimeAndSourceAndNeverTwice() throws java.io.IOException {
    CaptureSpec spec = parse("--source", "/a/My speech (1).final.wav").spec();
    long epochNs = 1_795_367_479_000_000_000L;

    assertEquals("20261122-171119-My-speech-1-final", SessionName.make(tapes, spec, epochNs));
    java.nio.file.Files.createDirectory(tapes.resolve("20261122-171119-My-speech-1-final"));
    assertEquals("20261122-171119-My-speech-1-final-2", SessionName.make(tapes, spec, epochNs));
    CaptureSpec command = parse("--source", "cmd:/usr/bin/arecord -q").spec();
    assertEquals("20261122-171119-arecord", SessionName.make(tapes, command, epochNs));
  }

  private static SourceOptions parse(String... arguments) {
    Host host = new Host();
    new CommandLine(host).parseArgs(arguments);
    return host.options;
  }
}
