package dev.tapewire.receiver;

import dev.tapewire.common.audio.Encoding;
import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import picocli.CommandLine.Option;

/** What plain clients send. A picocli mixin. */
final class PlainOptions {
  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "44100",
      description = "sample rate of plain clients (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "channels of plain clients (default: ${DEFAULT-VALUE})")
  private int channels;

  @Option(
      names = "--encoding",
      paramLabel = "E",
      defaultValue = "s16le",
      description =
          "sample encoding of plain clients, one of s16le s24le s32le f32le u8 mulaw alaw"
              + " (default: ${DEFAULT-VALUE})")
  private String encoding;

  /**
   * {@return the format}
   *
   * @throws TapewireException wrong usage, naming the value
   */
  PcmFormat format() {
    Encoding known =
        Encoding.byLabel(encoding)
            .orElseThrow(
                () ->
                    TapewireException.usage(
                        "--encoding "
                            + encoding
                            + ": use one of s16le s24le s32le f32le u8 mulaw alaw"));
    try {
      return new PcmFormat(rate, channels, known);
    } catch (IllegalArgumentException e) {
      throw TapewireException.usage("--rate, --channels: " + e.getMessage());
    }
  }
}
