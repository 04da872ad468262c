package dev.tapewire.receiver.reception;

import dev.tapewire.common.audio.PcmFormat;
import dev.tapewire.common.wire.CloseCode;
import dev.tapewire.common.wire.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tracks in memory whose commits a test finishes, or loses, when it likes. */
final class MemoryShelf implements Shelf {
  /** What a death leaves of a track. */
  static final class Disk {
    DeliveryHead head;
    Stored ledger = Stored.NOTHING;
    byte[] durable = new byte[0];
    String summary = "";
    final List<byte[]> aside = new ArrayList<>();
  }

  record Pending(MemoryTrack track, Commit commit, byte[] audio, boolean back) {}

  final Map<String, Disk> disks = new LinkedHashMap<>();
  final Deque<Pending> pending = new ArrayDeque<>();
  private final Map<String, MemoryTrack> held = new HashMap<>();
  boolean full;

  /** Thrown by whatever is asked of a track next, once. */
  Throwable fault;

  private int plains;

  @Override
  public Track open(DeliveryHead head) throws IOException {
    return open(head, head.session() + "/" + head.delivery());
  }

  @Override
  public PlainTrack openPlain(PcmFormat format) throws IOException {
    DeliveryHead head = new DeliveryHead("plain-" + ++plains, "plain", format, 0, 0);
    return new PlainTrack(head, open(head, head.session()));
  }

  private Track open(DeliveryHead head, String name) throws IOException {
    check();
    if (held.containsKey(name)) {
      throw new RefusedException(CloseCode.BUSY, "held");
    }
    Disk disk = disks.computeIfAbsent(name, n -> new Disk());
    if (disk.head != null && !disk.head.equals(head)) {
      throw new RefusedException(CloseCode.BAD_MESSAGE, "another format");
    }
    disk.head = head;
    MemoryTrack track = new MemoryTrack(name, disk);
    held.put(name, track);
    return track;
  }

  /** {@return bytes of audio on an open track, durable or not} */
  int written(String name) {
    return held.get(name).audio.size();
  }

  /** {@return whether somebody has that track open} */
  boolean holds(String name) {
    return held.containsKey(name);
  }

  /** Whoever held the tracks has died; what was not durable is gone. */
  void die() {
    held.clear();
    pending.clear();
  }

  /** Makes the oldest commit durable. */
  Pending finish() {
    Pending done = pending.remove();
    Disk disk = done.track().disk;
    disk.durable = done.audio();
    Commit commit = done.commit();
    if (commit.rewrite() != null) {
      disk.ledger = commit.rewrite();
    } else if (done.back()) {
      int kept = disk.ledger.states().lastIndexOf(commit.state()) + 1;
      disk.ledger = new Stored(disk.ledger.states().subList(0, kept), disk.ledger.gaps());
    } else {
      List<DeliveryState> states = new ArrayList<>(disk.ledger.states());
      states.add(commit.state());
      List<StoredGap> gaps = new ArrayList<>(disk.ledger.gaps());
      gaps.addAll(commit.newGaps());
      disk.ledger = new Stored(states, gaps);
    }
    return done;
  }

  private void check() throws IOException {
    Throwable now = fault;
    fault = null;
    if (now instanceof RuntimeException e) {
      throw e;
    }
    if (now instanceof Error e) {
      throw e;
    }
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  final class MemoryTrack implements Track {
    private final String name;
    private final Disk disk;
    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();

    MemoryTrack(String name, Disk disk) {
      this.name = name;
      this.disk = disk;
      List<DeliveryState> states = disk.ledger.states();
      long bytes = states.isEmpty() ? 0 : disk.head.dataBytes(states.get(states.size() - 1));
      audio.write(disk.durable, 0, (int) bytes);
    }

    @Override
    public String name() {
      return name.replace("/" + Control.FIRST_DELIVERY, ""); // As its file is called.
    }

    @Override
    public Stored stored() {
      return disk.ledger;
    }

    @Override
    public void append(byte[] pcm, int from, int length) throws IOException {
      check();
      audio.write(pcm, from, length);
    }

    @Override
    public void silence(long samples) throws IOException {
      check();
      byte[] silence = new byte[(int) disk.head.format().bytes(samples)];
      Arrays.fill(silence, disk.head.format().encoding().silence());
      audio.write(silence);
    }

    @Override
    public void commit(Commit commit) throws IOException {
      check();
      pending.add(new Pending(this, commit, audio.toByteArray(), false));
    }

    @Override
    public void cut(Commit commit, boolean keepAside) throws IOException {
      check();
      int bytes = (int) disk.head.dataBytes(commit.state());
      byte[] all = audio.toByteArray();
      if (keepAside) {
        disk.aside.add(Arrays.copyOfRange(all, bytes, all.length));
      }
      audio.reset();
      audio.write(all, 0, bytes);
      pending.add(new Pending(this, commit, audio.toByteArray(), true));
    }

    @Override
    public void summary(String json) throws IOException {
      check();
      disk.summary = json;
    }

    @Override
    public void close() {
      held.remove(name, this);
    }
  }
}
