package dev.tapewire.launcher.replies;

import dev.tapewire.common.reply.Reply;
import dev.tapewire.common.reply.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What was said, each word once, in order of position: a link that begins where another one had
 * heard already adds only what that one had not. The one that began at the earlier place goes
 * first, whichever came first: the other may have begun inside a word. Confined to one thread.
 */
final class Transcript {
  /** Two finals of one link about the same stretch: the later one corrects the earlier. */
  private record Stretch(long from, long until) {}

  /** What one link told. */
  private static final class Told {
    long opened;
    final Map<Stretch, Reply> finals = new LinkedHashMap<>();
    final Coverage covered = new Coverage();
  }

  private final TreeMap<Long, Told> links = new TreeMap<>();

  /** Takes a reply; only finals that say something count, and where a link begins. */
  void add(Reply reply) {
    if (reply.kind() == Reply.Kind.OPENED) {
      told(reply).opened = reply.from();
    } else if (says(reply)) {
      Told told = told(reply);
      told.finals.put(new Stretch(reply.from(), reply.until()), reply);
      told.covered.add(reply.from(), reply.until());
    }
  }

  private Told told(Reply reply) {
    return links.computeIfAbsent(reply.link(), link -> new Told());
  }

  /** {@return whether it has a place in a transcript} */
  static boolean says(Reply reply) {
    return reply.kind() == Reply.Kind.FINAL && reply.text() != null && !reply.text().isBlank();
  }

  /** {@return what was said so far} */
  List<Line> lines() {
    Coverage earlier = new Coverage();
    List<Line> lines = new ArrayList<>();
    for (Told told : inOrder()) {
      for (Reply reply : told.finals.values()) {
        Line line = line(reply, earlier::holds);
        if (line != null) {
          lines.add(line);
        }
      }
      told.finals.keySet().forEach(stretch -> earlier.add(stretch.from(), stretch.until()));
    }
    lines.sort(Comparator.comparingLong(Line::from).thenComparingLong(Line::until));
    return lines;
  }

  /** {@return the links by where they began; of the same place, the earlier link first} */
  private List<Told> inOrder() {
    return links.values().stream().sorted(Comparator.comparingLong(told -> told.opened)).toList();
  }

  /** {@return what this reply, taken just now, adds to what any other link told; null: nothing} */
  Line lineOf(Reply reply) {
    return says(reply) ? line(reply, position -> heardByAnother(reply.link(), position)) : null;
  }

  private boolean heardByAnother(long link, long position) {
    return links.entrySet().stream()
        .anyMatch(each -> each.getKey() != link && each.getValue().covered.holds(position));
  }

  /** {@return what a final says beyond what is covered; null: nothing} */
  private static Line line(Reply reply, LongPredicate heard) {
    if (reply.words().isEmpty()) {
      return heard.test(middle(reply.from(), reply.until()))
          ? null
          : new Line(reply.from(), reply.until(), reply.text().strip(), List.of());
    }
    List<Word> pieces = Pieces.of(reply.text(), reply.words());
    List<Word> unheard =
        pieces.stream().filter(p -> !heard.test(middle(p.from(), p.until()))).toList();
    if (unheard.isEmpty()) {
      return null;
    }
    if (unheard.size() == pieces.size()) {
      return new Line(reply.from(), reply.until(), reply.text().strip(), pieces);
    }
    long from = unheard.get(0).from();
    long until = unheard.get(unheard.size() - 1).until();
    return new Line(from, until, Pieces.join(unheard), unheard);
  }

  private static long middle(long from, long until) {
    return from + (until - from) / 2;
  }
}
