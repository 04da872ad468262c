package dev.tapewire.sender.service;

/** A talk whose audio goes as it is, in binary messages. Confined to one thread. */
abstract class BinaryTalk implements Talk {
  final Mouth mouth;
  final Ear ear;

  BinaryTalk(Mouth mouth, Ear ear) {
    this.mouth = mouth;
    this.ear = ear;
  }

  @Override
  public void audio(byte[] pcm, int offset, int length) {
    mouth.binary(pcm, offset, length);
  }
}
