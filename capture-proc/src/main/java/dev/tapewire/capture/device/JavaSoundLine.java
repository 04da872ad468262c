package dev.tapewire.capture.device;

import javax.sound.sampled.TargetDataLine;

/** An audio input through Java Sound. Confined to the reader thread. */
final class JavaSoundLine implements InputLine {
  private final TargetDataLine line;

  JavaSoundLine(TargetDataLine line) {
    this.line = line;
  }

  @Override
  public int availableBytes() {
    return line.available();
  }

  @Override
  public int bufferBytes() {
    return line.getBufferSize();
  }

  @Override
  public int read(byte[] into, int length) {
    return line.read(into, 0, length);
  }

  @Override
  public void close() {
    line.close();
  }
}
