package dev.tapewire.receiver.reception;

/**
 * How many gaps of all deliveries together may wait to become durable: each is in memory until
 * then. Confined to the agent thread.
 */
final class GapAllowance {
  private int left;

  GapAllowance(int most) {
    this.left = most;
  }

  /** {@return whether there is room for one more, which then counts} */
  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  /** So many do not wait any more. */
  void give(int gaps) {
    left += gaps;
  }
}
