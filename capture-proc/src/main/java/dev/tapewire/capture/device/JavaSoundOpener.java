package dev.tapewire.capture.device;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.error.TapewireException;
import java.util.List;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/** Finds and opens an audio input through Java Sound. Confined to one thread. */
final class JavaSoundOpener implements InputOpener {
  private final String wanted;

  /** Opens the default input if {@code wanted} is empty, else the first one so named. */
  JavaSoundOpener(String wanted) {
    this.wanted = wanted;
  }

  @Override
  public String label() {
    return wanted.isEmpty() ? "mic" : "mic:" + wanted;
  }

  @Override
  public InputLine open(PcmFormat format, int bufferBytes) {
    InputDevice device = find();
    AudioFormat audioFormat = AudioFormats.of(format);
    try {
      TargetDataLine line =
          (TargetDataLine)
              AudioSystem.getMixer(device.mixer())
                  .getLine(new DataLine.Info(TargetDataLine.class, audioFormat));
      line.open(audioFormat, bufferBytes);
      line.start();
      return new JavaSoundLine(line);
    } catch (IllegalArgumentException e) {
      throw TapewireException.failed(
          "audio input '"
              + device.name()
              + "' does not take "
              + format
              + "; it takes "
              + device.formatsLine(),
          e);
    } catch (LineUnavailableException e) {
      throw TapewireException.failed(
          "can't open audio input '"
              + device.name()
              + "' at "
              + format
              + ": "
              + e.getMessage()
              + "; is another program using it?",
          e);
    }
  }

  private InputDevice find() {
    List<InputDevice> devices = InputDevice.all();
    if (devices.isEmpty()) {
      throw TapewireException.failed(
          "no audio input found; plug one in, or start the sound server (--wait-device waits)");
    }
    return devices.stream()
        .filter(device -> wanted.isEmpty() ? device.isDefault() : device.isNamed(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                TapewireException.failed(
                    "no audio input named '"
                        + wanted
                        + "'; there are: "
                        + devices.stream()
                            .map(InputDevice::name)
                            .collect(Collectors.joining(", "))));
  }
}
