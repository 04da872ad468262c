package dev.tapewire.receiver.reception;

import dev.tapewire.common.audio.PcmFormat;
import java.io.IOException;

/** Where tracks are kept. Confined to the agent thread. */
public interface Shelf {
  /**
   * Opens the track of a delivery, going on with what is durable, or begins it.
   *
   * @throws RefusedException if another receiver holds it, or it is a track of another format
   */
  Track open(DeliveryHead head) throws IOException;

  /** Begins a track of its own for a client that speaks no protocol. */
  PlainTrack openPlain(PcmFormat format) throws IOException;

  /**
   * A track with the name that it was given. Immutable.
   *
   * @param head names it
   * @param track holds it
   */
  record PlainTrack(DeliveryHead head, Track track) {}
}
