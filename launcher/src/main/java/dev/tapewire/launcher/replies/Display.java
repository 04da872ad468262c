package dev.tapewire.launcher.replies;

import dev.tapewire.common.reply.Reply;
import java.util.List;
import java.util.function.Consumer;

/** Takes replies in the order in which they came, and shows them. Confined to one thread. */
interface Display {
  void take(Reply reply);

  /** Nothing follows. */
  default void end() {}

  /** {@return one that shows each line as soon as it is told} */
  static Display live(Consumer<Line> print) {
    Transcript transcript = new Transcript();
    return reply -> {
      Line line = transcript.lineOf(reply);
      transcript.add(reply);
      if (line != null) {
        print.accept(line);
      }
    };
  }

  /** {@return one that shows all in the end, in order of position} */
  static Display whole(Consumer<List<Line>> print) {
    Transcript transcript = new Transcript();
    return new Display() {
      @Override
      public void take(Reply reply) {
        transcript.add(reply);
      }

      @Override
      public void end() {
        print.accept(transcript.lines());
      }
    };
  }
}
