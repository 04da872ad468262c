package dev.tapewire.sender.delivery;

import dev.tapewire.sender.service.Mouth;

/** Says what a talk says over the link there is. Confined to the agent thread. */
final class LinkMouth implements Mouth {
  private Link link;
  private boolean broken;

  LinkMouth(Link link) {
    this.link = link;
  }

  /** The session goes on over another link. */
  void over(Link newer) {
    link = newer;
    broken = false;
  }

  /** {@return whether the link took not all that was said} */
  boolean isBroken() {
    return broken;
  }

  @Override
  public void text(String message) {
    broken |= !link.sendText(message);
  }

  @Override
  public void binary(byte[] bytes, int offset, int length) {
    broken |= !link.sendBinary(bytes, offset, length);
  }
}
