package dev.tapewire.sender.service;

/** Where a talk says what it says. Confined to one thread. */
public interface Mouth {
  /** Says a text message. */
  void text(String message);

  /** Says a binary message, which is copied. */
  void binary(byte[] bytes, int offset, int length);
}
