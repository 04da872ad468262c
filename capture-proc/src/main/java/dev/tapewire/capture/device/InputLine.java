package dev.tapewire.capture.device;

/** An open audio input that runs. Confined to the reader thread. */
interface InputLine {
  /** {@return bytes that can be read now without waiting; all of the buffer after an overrun} */
  int availableBytes();

  /** {@return how much the line holds for a reader that is late, bytes} */
  int bufferBytes();

  /** Reads what is available. {@return bytes; 0 of a line that is dead} */
  int read(byte[] into, int length);

  /** Lets go of the device. */
  void close();
}
