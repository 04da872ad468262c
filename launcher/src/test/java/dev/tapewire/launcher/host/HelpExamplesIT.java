package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tapewire.launcher.Helps;
import dev.tapewire.launcher.service.ToneWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every example that a help prints, pasted into a shell, does what its caption says. The examples
 * are taken out of what {@code --help} prints: one that is added and not run here fails the test.
 */
class HelpExamplesIT extends PastedCommands {
  private static final String SENT = "20261122-101500-mic";
  private static final String HEARD = "20261122-120000-mic";
  private static final int RATE_HZ = 8000;
  private static final int WAV_HEAD_BYTES = 80;

  private static final int SPEECH_S = 1;

  /** Examples take what is between 1:30 and 2:00. */
  private static final int LONG_S = 125;

  @Test
  void everyExampleOfEveryHelpDoesWhatItSays() throws Exception {
    left.addAll(Helps.examples());
    ToneWords.of(1, SPEECH_S, RATE_HZ).write(directory.resolve("speech.wav"));
    ToneWords.of(1, LONG_S, RATE_HZ).write(directory.resolve("long.wav"));
    records();
    answers();
    delivers();
    replays();
    tells();
    assertEquals(Set.of(), left, "not tried");
  }

  private void records() throws Exception {
    shows("tapewire run --source speech.wav --speed max", "nothing lost");
    assertEquals(1, received("speech|20.*").size(), "a receiver of its own has the file");
    lives("tapewire run --to wss://example.org/audio --key-env AUDIO_KEY");
    lives("tapewire run --to ws://127.0.0.1:8765");
    lives(starting("DEEPGRAM_API_KEY="));
    lives("tapewire capture");
    lives("tapewire capture --source mic:usb");
    shows(starting("tapewire capture --source 'cmd:arecord"), "is whole");
    Program two = start(starting("tapewire capture --rate 16000"));
    studio.awaitRecording("hall", two);
    studio.awaitRecording("test", two);
    stops(two);
    shows("tapewire devices", "");
  }

  private void answers() throws Exception {
    ends("tapewire capture --speed max --source long.wav --session " + HEARD);
    ends("tapewire replay " + HEARD + " --until 4 --speed 10 --to hume-evi");
    shows("tapewire replies " + HEARD + " --follow", "\\w");
    ends("tapewire replies " + HEARD + " --wav answers.wav");
    assertTrue(Files.size(directory.resolve("answers.wav")) > 44);
    ends("tapewire replay " + HEARD + " --until 4 --speed 10 --to deepgram");
    ends("tapewire replies " + HEARD + " --to deepgram --srt > talk.srt");
    assertTrue(Files.readString(directory.resolve("talk.srt")).contains("-->"));
  }

  private void delivers() throws Exception {
    ends(
        "tapewire capture --speed max --source speech.wav --session "
            + SENT
            + " --to wss://example.org/audio");
    shows("tapewire send --session " + SENT + " --to ws://127.0.0.1:8765", "all delivered");
    shows("tapewire abandon " + SENT + " --to wss://example.org/audio", "is not owed");
    assertTrue(starts(starting("tapewire send --follow"), ""));
    assertTrue(starts("tapewire receive --out received", "listening ws://127.0.0.1:"));
    assertTrue(starts(starting("tapewire receive --listen"), "listening wss://"));
  }

  private void replays() throws Exception {
    ends("tapewire capture --speed max --source speech.wav --session talk");
    shows("tapewire replay talk", "replayed");
    assertEquals(1, received("talk\\.replay-1").size());
    ends("tapewire delete talk --force");
    ends("tapewire capture --speed max --source long.wav --session talk");
    shows("tapewire replay " + SENT + " --to ws://127.0.0.1:8765", "replayed");
    shows(starting("tapewire replay talk --to raw="), "replayed");
    ends("tapewire export " + HEARD + " talk.wav");
    assertEquals(2 * RATE_HZ * LONG_S, samplesBytes("talk.wav"));
    ends(starting("tapewire export " + HEARD + " - "));
    assertEquals(2 * RATE_HZ * 30, samplesBytes("played"), "30 s are played");
  }

  private void tells() throws Exception {
    shows("tapewire verify " + HEARD, "whole");
    shows("tapewire sessions", SENT);
    shows("tapewire sessions --json --tapes /var/tapes", "\\[");
    shows("tapewire services", "deepgram");
    shows("tapewire services deepgram", "nova-3|model");
    shows("tapewire delete " + SENT + " --force", "is deleted");
    ends("tapewire capture --speed max --source speech.wav --session " + SENT);
    ends("tapewire send --session " + SENT + " --to ws://127.0.0.1:8765");
    shows("tapewire delete " + SENT, "is deleted");
    String split = "tapewire run --speed max --source long.wav --session ward --split 60s --to ";
    ends(split + "ws://127.0.0.1:8765");
    shows("tapewire delete ward --all", "ward is deleted(?s).*ward.3 is deleted");
    Program live = start("tapewire capture --source tone --session " + SENT);
    studio.awaitRecording(SENT, live);
    for (String whose : List.of("", " " + SENT)) {
      shows("tapewire pause" + whose, "is paused");
      shows("tapewire resume" + whose, SENT);
    }
    shows("tapewire status", "recording");
    assertTrue(starts("tapewire status --watch", "recording"));
    String check = starting("tapewire status --check");
    shows(check, "");
    stops(live);
    assertTrue(shows(check, "").contains("look after the recording"));
  }

  /** {@return the length of a WAV as we write it, without its head} */
  private long samplesBytes(String wav) throws Exception {
    return Files.size(directory.resolve(wav)) - WAV_HEAD_BYTES;
  }

  private List<Path> received(String name) throws Exception {
    try (var files = Files.list(directory.resolve("home/received"))) {
      return files.filter(f -> f.getFileName().toString().matches("(" + name + ")\\.wav")).toList();
    }
  }
}
