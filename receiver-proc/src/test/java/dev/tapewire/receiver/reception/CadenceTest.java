package dev.tapewire.receiver.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.wire.Control;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private final Cadence cadence = new Cadence();

  private void expect(int deliveries, long groupNs, long summaryNs) {
    cadence.deliveries(deliveries);
    assertEquals(groupNs, cadence.groupNs(), deliveries + " deliveries");
    assertEquals(summaryNs, cadence.summaryNs(), deliveries + " deliveries");
  }

  @Test
  void aFewDeliveriesHaveTheirDueAndManyShareTheDisk() {
    expect(0, ReceptionLimits.GROUP_NS, ReceptionLimits.SUMMARY_NS);
    expect(50, ReceptionLimits.GROUP_NS, ReceptionLimits.SUMMARY_NS);
    expect(100, 2 * ReceptionLimits.GROUP_NS, 2 * ReceptionLimits.SUMMARY_NS);
    expect(500, ReceptionLimits.GROUP_NS_MAX, 10 * ReceptionLimits.SUMMARY_NS);
    expect(5000, ReceptionLimits.GROUP_NS_MAX, ReceptionLimits.SUMMARY_NS_MAX);
  }

  @Test
  void everyDeliveryBesidesStretchesTheGroupsOfAll() {
    Scene scene = new Scene();
    for (int i = 0; i < 100; i++) {
      RecordingPeer other = scene.connect("other " + i);
      scene.say(other, Scene.hello("other-" + i, Control.FIRST_DELIVERY, 0, 0));
    }
    scene.tape.addFrames(2);
    RecordingPeer peer = scene.hello("a");
    scene.pass(1);
    scene.send(peer, 0, 3);
    scene.pass(2 * ReceptionLimits.GROUP_NS);
    assertEquals(0, scene.shelf.pending.size());
    scene.pass(2 * ReceptionLimits.GROUP_NS / 100);
    assertEquals(1, scene.shelf.pending.size());
  }
}
