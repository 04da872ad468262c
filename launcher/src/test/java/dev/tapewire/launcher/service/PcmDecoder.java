package dev.tapewire.launcher.service;

/** How a service writes a sample. Immutable. */
enum PcmDecoder {
  S16LE(2) {
    @Override
    float sample(byte[] bytes, int at) {
      return (short) ((bytes[at] & 0xff) | bytes[at + 1] << 8) / 32768f;
    }
  },
  F32LE(4) {
    @Override
    float sample(byte[] bytes, int at) {
      int low = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
      return Float.intBitsToFloat(low | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24);
    }
  },
  U8(1) {
    @Override
    float sample(byte[] bytes, int at) {
      return ((bytes[at] & 0xff) - 128) / 128f;
    }
  },
  MULAW(1) {
    @Override
    float sample(byte[] bytes, int at) {
      int code = ~bytes[at] & 0xff;
      int size = (((code & 0x0f) << 3) + 0x84 << ((code & 0x70) >> 4)) - 0x84;
      return ((code & 0x80) == 0 ? size : -size) / 32768f;
    }
  },
  ALAW(1) {
    @Override
    float sample(byte[] bytes, int at) {
      int code = (bytes[at] ^ 0x55) & 0xff;
      int exponent = (code & 0x70) >> 4;
      int size = (code & 0x0f) << 4;
      size = exponent == 0 ? size + 8 : size + 0x108 << exponent - 1;
      return ((code & 0x80) == 0 ? -size : size) / 32768f;
    }
  };

  private final int bytesPerSample;

  PcmDecoder(int bytesPerSample) {
    this.bytesPerSample = bytesPerSample;
  }

  /** {@return the sample that starts at byte {@code at}, -1 to 1} */
  abstract float sample(byte[] bytes, int at);

  int bytesPerSample() {
    return bytesPerSample;
  }
}
