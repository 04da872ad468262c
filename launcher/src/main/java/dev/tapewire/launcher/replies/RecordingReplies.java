package dev.tapewire.launcher.replies;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.ReplyReader;
import dev.tapewire.common.reply.Word;
import dev.tapewire.common.secret.TapeKey;
import dev.tapewire.common.tape.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one destination answered to all sessions of a recording, on the recording's timeline: part
 * after part, and of each in the order in which it came. Confined to one thread.
 */
final class RecordingReplies implements AutoCloseable {
  /** A link of a part: each part counts its own from 0. */
  private record PartLink(String session, long link) {}

  /** A part that is read. */
  private record Source(Part part, ReplyReader replies) {}

  private final String destination;
  private final TapeKey key;
  private final Set<String> known = new HashSet<>();

  /** All that were begun, as more may come to each; a part is a file or two. */
  private final List<Source> open = new ArrayList<>();

  private final Map<PartLink, Long> links = new HashMap<>();
  private long linkMax = -1;

  /**
   * Opens them.
   *
   * @param key null: none was given, and no session must be sealed
   */
  RecordingReplies(List<Part> parts, String destination, TapeKey key) {
    this.destination = destination;
    this.key = key;
    add(parts);
  }

  /** Takes what has begun since. */
  void add(List<Part> parts) {
    for (Part part : parts) {
      if (known.add(part.paths().id())) {
        open.add(new Source(part, ReplyReader.open(part.paths(), destination, key)));
      }
    }
  }

  /** {@return the next reply, or null: there is none yet} */
  Reply poll() {
    for (Source source : open) {
      Reply reply = source.replies.poll();
      if (reply != null) {
        return moved(reply, source.part);
      }
    }
    return null;
  }

  /** {@return places passed over so far because a tape is damaged there} */
  long damaged() {
    return open.stream().mapToLong(source -> source.replies.damaged()).sum();
  }

  private Reply moved(Reply r, Part part) {
    long by = part.start();
    List<Word> words =
        r.words().stream().map(w -> new Word(w.text(), w.from() + by, w.until() + by)).toList();
    return new Reply(
        r.atEpochNs(),
        links.computeIfAbsent(new PartLink(part.paths().id(), r.link()), this::freeLink),
        r.kind(),
        r.from() + by,
        r.until() + by,
        r.text(),
        words,
        r.audio(),
        r.message());
  }

  /** The links of a session alone, which come in order, keep their numbers. */
  private long freeLink(PartLink link) {
    linkMax = Math.max(linkMax + 1, link.link());
    return linkMax;
  }

  @Override
  public void close() {
    open.forEach(source -> source.replies.close());
  }
}
