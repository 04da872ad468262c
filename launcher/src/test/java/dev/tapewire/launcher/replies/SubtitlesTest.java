package dev.tapewire.launcher.replies;

import static dev.tapewire.launcher.replies.Spoken.whole;
import static dev.tapewire.launcher.replies.Spoken.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tapewire.common.reply.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subtitles can be read by people and by players. */
class SubtitlesTest {
  private static List<Cue> cues(Reply... replies) {
    Transcript transcript = new Transcript();
    List.of(replies).forEach(transcript::add);
    return Cues.of(transcript.lines(), Spoken.FORMAT);
  }

  @Test
  void writesSubRip() {
    assertEquals(
        List.of(
            "1",
            "00:00:01,500 --> 00:00:02,500",
            "One & <two>",
            "",
            "2",
            "01:00:00,000 --> 01:00:00,500",
            "three",
            ""),
        Subtitles.srt(
            cues(whole(0, 1500, 2500, "One & <two>"), whole(0, 3600_000, 3600_500, "three"))));
  }

  @Test
  void writesWebVttAndEscapesIt() {
    assertEquals(
        List.of("WEBVTT", "", "00:00:01.500 --> 00:00:02.500", "1 &amp; &lt;2&gt; --&gt;", ""),
        Subtitles.vtt(cues(whole(0, 1500, 2500, "1 & <2>\n-->"))));
  }

  @Test
  void splitsAtWordsSoThatNoCueStaysLongerThanSevenSeconds() {
    List<Cue> cues = cues(words(0, 1000, 2000, "a b c d e f g"));
    assertEquals(3, cues.size());
    assertEquals(new Cue(1000, 7000, List.of("a b c")), cues.get(0));
    assertEquals(new Cue(7000, 13000, List.of("d e f")), cues.get(1));
    assertEquals(new Cue(13000, 15000, List.of("g")), cues.get(2));
  }

  @Test
  void fillsTwoRowsOf42AndThenTheNextCue() {
    String text = "0123456789 ".repeat(12).strip();
    List<Cue> cues = cues(whole(0, 0, 1310, text));
    String row = "0123456789 0123456789 0123456789";
    assertEquals(new Cue(0, 660, List.of(row, row)), cues.get(0));
    assertEquals(new Cue(660, 1310, List.of(row, row)), cues.get(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void keepsItsRulesWhateverWasSaid(long seed) {
    checkRules(cues(anything(seed)));
  }

  @Test
  void arePlayedByOthers(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffprobe")), "needs ffprobe");
    for (long seed = 1; seed <= 3; seed++) {
      List<Cue> cues = cues(anything(seed));
      Path srt = Files.write(directory.resolve(seed + ".srt"), Subtitles.srt(cues));
      Path vtt = Files.write(directory.resolve(seed + ".vtt"), Subtitles.vtt(cues));
      for (Path file : List.of(srt, vtt)) {
        List<String> packets = probe(file);
        assertEquals(cues.size(), packets.size(), file.toString());
        for (int i = 0; i < cues.size(); i++) {
          Cue cue = cues.get(i);
          assertEquals(cue.fromMs() + "," + (cue.untilMs() - cue.fromMs()), packets.get(i));
        }
      }
    }
  }

  private static List<String> probe(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "ffprobe",
                    "-v",
                    "error",
                    "-show_entries",
                    "packet=pts,duration",
                    "-of",
                    "csv=p=0",
                    file.toString()))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList();
  }

  private static Reply[] anything(long seed) {
    Random random = new Random(seed);
    List<Reply> replies = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = 1 + random.nextInt(30); words > 0; words--) {
        int length = random.nextInt(20) == 0 ? 100 : 1 + random.nextInt(12);
        text.append("<&>-aeiou\u00e4".substring(random.nextInt(10)).charAt(0));
        text.append("x".repeat(length)).append(' ');
      }
      long each = random.nextInt(10) == 0 ? 9000 : random.nextInt(600);
      Reply worded = words(0, at, each, text.toString());
      replies.add(random.nextBoolean() ? worded : whole(0, at, worded.until(), text.toString()));
      at = Math.max(0, worded.until() + random.nextInt(2000) - 500);
    }
    return replies.toArray(Reply[]::new);
  }

  private static void checkRules(List<Cue> cues) {
    long before = 0;
    for (Cue cue : cues) {
      assertTrue(cue.fromMs() >= before, cue + " begins before " + before);
      assertTrue(cue.untilMs() > cue.fromMs(), cue.toString());
      assertTrue(cue.untilMs() - cue.fromMs() <= Cues.CUE_MS_MAX, cue.toString());
      assertTrue(!cue.rows().isEmpty() && cue.rows().size() <= 2, cue.toString());
      assertTrue(cue.rows().stream().allMatch(row -> Rows.length(row) <= 42), cue.toString());
      assertTrue(cue.rows().stream().noneMatch(String::isBlank), cue.toString());
      before = cue.untilMs();
    }
  }
}
