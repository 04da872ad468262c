package dev.tapewire.common.tape;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.record.Continues;
import dev.tapewire.common.secret.TapeKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a writer wants to record. Immutable.
 *
 * @param format of the PCM
 * @param source as given on the command line; a file as its absolute path
 * @param frameSamples samples per channel in a full frame
 * @param to destinations it is addressed to, without secrets
 * @param continues the session that a new one goes on from, or null
 * @param key under which the session's own is kept; null: the tape is not sealed
 */
public record NewSession(
    PcmFormat format,
    String source,
    int frameSamples,
    List<String> to,
    Continues continues,
    TapeKey key) {
  /** Copies the list. */
  public NewSession {
    to = List.copyOf(to);
  }

  /** A session that begins a recording, and whose tape is not sealed. */
  public NewSession(PcmFormat format, String source, int frameSamples, List<String> to) {
    this(format, source, frameSamples, to, null);
  }

  /** A session that begins a recording, sealed if {@code key} is not null. */
  public NewSession(
      PcmFormat format, String source, int frameSamples, List<String> to, TapeKey key) {
    this(format, source, frameSamples, to, null, key);
  }

  /** {@return the same for a session that goes on from another, addressed to these, too} */
  public NewSession after(Continues before, List<String> addressed) {
    Set<String> all = new LinkedHashSet<>(to);
    all.addAll(addressed);
    return new NewSession(format, source, frameSamples, List.copyOf(all), before, key);
  }
}
