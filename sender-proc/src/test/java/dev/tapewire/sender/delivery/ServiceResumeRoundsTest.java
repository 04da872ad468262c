package dev.tapewire.sender.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.common.reply.Reply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A session that breaks and goes on at random, with a service that takes and answers at random. */
class ServiceResumeRoundsTest {
  private static final int ROUNDS = 80;
  private static final int STEPS = 60;
  private static final int BYTES_PER_SAMPLE = 2;

  /** Service samples for one of the tape. */
  private static final int RATIO = 2;

  @Test
  void whatASessionHasIsOneStreamAndWhatItSaysStandsWhereItWasSaid() {
    byte[] whole = new Round(0).unbroken();
    int resumed = 0;
    int left = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Round round = new Round(seed);
      round.run(whole);
      resumed += round.resumed;
      left += round.over ? 1 : 0;
    }
    assertTrue(resumed > ROUNDS && left > ROUNDS / 10, resumed + " resumed, " + left + " left");
  }

  /** One session. Confined to one thread. */
  private static final class Round {
    private final Random random;
    private final String name;
    private final ServiceBench service = new ServiceBench();
    private final DeliveryBench bench;
    private final ByteArrayOutputStream has = new ByteArrayOutputStream();
    private final Deque<long[]> answers = new ArrayDeque<>();
    private long acknowledged;
    private int resumed;
    private int barren;

    /** More had come than was acknowledged where the session went on. */
    private boolean doubled;

    private boolean over;

    Round(int seed) {
      this.random = new Random(seed);
      this.name = "seed " + seed;
      this.bench = new DeliveryBench("gladia", service.terms("gladia", Map.of()));
      bench.tape.addFrames(20);
      bench.start();
      bench.settle();
      bench.opened();
      bench.settle();
    }

    byte[] unbroken() {
      bench.tape.addFrames(STEPS * 20);
      bench.settle();
      return bench.link().binary();
    }

    void run(byte[] whole) {
      for (int i = 0; i < STEPS && !over; i++) {
        step();
        if (!doubled) {
          assertArrayEquals(Arrays.copyOf(whole, has.size()), has.toByteArray(), name);
        }
        long answered = acknowledged / BYTES_PER_SAMPLE / RATIO;
        assertTrue(bench.delivery.checkpoint().position() <= answered + 1, name);
      }
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0 -> {
          bench.tape.addFrames(random.nextInt(20));
          bench.settle();
        }
        case 1, 2 -> take(random.nextInt(6));
        case 3, 4, 5 -> acknowledge(random.nextInt(2) == 0 ? answers.size() : 1);
        case 6 -> say();
        default -> breakOff();
      }
    }

    private void take(int messages) {
      for (int i = 0; i < messages && !bench.link().handed.isEmpty(); i++) {
        long from = has.size();
        has.writeBytes(bench.link().handed.remove().bytes());
        answers.add(new long[] {from, has.size()});
      }
    }

    private void acknowledge(int count) {
      for (int i = 0; i < count && !answers.isEmpty() && !over; i++) {
        long[] range = answers.remove();
        String form = "{'type':'audio_chunk','acknowledged':true,'data':{'byte_range':[%d,%d]}}";
        answer(String.format(Locale.ROOT, form, range[0], range[1]));
        acknowledged = doubled ? acknowledged : range[1];
        barren = 0;
        if (doubled) {
          assertLeft();
        }
      }
    }

    private void say() {
      if (doubled || acknowledged == 0) {
        return;
      }
      long until = 1 + random.nextLong(acknowledged / BYTES_PER_SAMPLE);
      long from = random.nextLong(until);
      String form =
          "{'type':'transcript','data':{'is_final':true,'utterance':"
              + "{'text':'one','start':%.6f,'end':%.6f}}}";
      answer(String.format(Locale.ROOT, form, from / 16_000.0, until / 16_000.0));
      Reply last = service.replies.get(service.replies.size() - 1);
      assertEquals(from / RATIO, last.from(), name);
      assertEquals(until / RATIO, last.until(), name);
    }

    private void answer(String text) {
      bench.event(new LinkEvent.Text(bench.link().request.number(), text.replace('\'', '"')));
      bench.settle();
    }

    private void breakOff() {
      doubled |= has.size() > acknowledged;
      answers.clear();
      bench.failed(0, false);
      if (barren == 2) {
        assertLeft();
        return;
      }
      bench.passMs(3000);
      assertNotNull(bench.link().request.again(), name);
      bench.opened();
      bench.settle();
      resumed++;
      barren++;
    }

    private void assertLeft() {
      over = true;
      bench.passMs(3000);
      assertNull(bench.link().request.again(), name);
    }
  }
}
