package dev.tapewire.sender.delivery;

import dev.tapewire.sender.service.Mouth;

/** Says what a talk says over the link there is. Confined to the agent thread. */
final class LinkMouth implements Mouth {
  private Link link;
  private boolean broken;
  private long wholeNs; // When the link still took what was said.

  LinkMouth(Link link, long nowNs) {
    this.link = link;
    this.wholeNs = nowNs;
  }

  /** The session goes on over another link. */
  void over(Link newer, long nowNs) {
    link = newer;
    broken = false;
    wholeNs = nowNs;
  }

  /** {@return whether the link has taken no more for so long that nobody will say why} */
  boolean isGone(long nowNs) {
    if (!broken) {
      wholeNs = nowNs;
    }
    return nowNs - wholeNs > ServiceRules.LAST_NEWS_NS_MAX;
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
