package dev.tapewire.capture.device;

import dev.tapewire.common.audio.PcmFormat;

/** Opens an audio input, again after it was lost. Confined to one thread. */
interface InputOpener {
  /** {@return what it is called in messages} */
  String label();

  /**
   * Opens and starts it.
   *
   * @param bufferBytes what it should hold for a reader that is late
   * @throws dev.tapewire.common.error.TapewireException failed: why it can't be opened
   */
  InputLine open(PcmFormat format, int bufferBytes);
}
