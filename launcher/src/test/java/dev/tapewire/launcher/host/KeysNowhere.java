package dev.tapewire.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tapewire.common.secret.TestKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comes after all other tests: no key is in what they, of any module, printed or reported. */
class KeysNowhere {
  @Test
  void noKeyIsInAnyReportOfTheWholeRun() throws IOException {
    KeySearch search = new KeySearch(TestKeys.MARK);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."))) {
      for (Path module : modules) {
        for (String reports : List.of("surefire-reports", "failsafe-reports")) {
          Path directory = module.resolve("target").resolve(reports);
          if (Files.isDirectory(directory)) {
            found.addAll(search.under(directory));
          }
        }
      }
    }
    assertEquals(List.of(), found, "a key is in these reports");
    tell(search.files());
  }

  /** Prints what was looked at in this run of Maven. */
  private void tell(long reports) throws IOException {
    long[] looked = new long[5];
    if (Files.isDirectory(KeyWatch.LOOKED)) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(KeyWatch.LOOKED)) {
        for (Path process : processes) {
          String[] figures = Files.readString(process).split(" ");
          for (int i = 0; i < looked.length; i++) {
            looked[i] += Long.parseLong(figures[i]);
          }
        }
      }
    }
    Host.figure(
        this,
        "no key in the files of %d tests (%d files, %d MiB, in %d ms),"
            + " %d command lines and %d reports",
        looked[0],
        looked[1],
        looked[2],
        looked[3],
        looked[4],
        reports);
  }
}
