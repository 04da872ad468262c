package dev.tapewire.common.tape;

import dev.tapewire.common.audio.PcmFormat;
import java.util.List;

/**
 * What a writer wants to record. Immutable.
 *
 * @param format of the PCM
 * @param source as given on the command line; a file as its absolute path
 * @param frameSamples samples per channel in a full frame
 * @param to destinations it is addressed to, without secrets
 */
public record NewSession(PcmFormat format, String source, int frameSamples, List<String> to) {
  /** Copies the list. */
  public NewSession {
    to = List.copyOf(to);
  }
}
