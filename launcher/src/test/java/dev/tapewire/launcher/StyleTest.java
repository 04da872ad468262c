package dev.tapewire.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the style asks of every source file of every module, as far as a program can tell. */
class StyleTest {
  private static final int FILE_LINES_MAX = 400;
  private static final int FILE_LINES_MEDIAN_MAX = 100;
  private static final int METHOD_LINES_MAX = 40;
  private static final Pattern CAUGHT_IO =
      Pattern.compile(
          "catch \\([\\w |.]*IO\\w*Exception[\\w |.]* (\\w+)\\) \\{((?:[^{}]|\\{[^{}]*\\})*)\\}");

  @Test
  void noFileIsLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      int lines = Files.readAllLines(source).size();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(source + ": " + lines);
      }
    }

    assertEquals(List.of(), tooLong);
  }

  @Test
  void theUsualFileIsShort() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (Path source : sources()) {
      if (source.toString().contains("/src/main/") && !source.endsWith("package-info.java")) {
        lengths.add(Files.readAllLines(source).size());
      }
    }
    lengths.sort(null);
    int median = lengths.get(lengths.size() / 2);

    assertTrue(median < FILE_LINES_MEDIAN_MAX, "median of " + lengths.size() + ": " + median);
  }

  @Test
  void noMethodIsLong() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<String> tooLong = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, tooLong).scan(unit, null);
      }

      assertEquals(List.of(), tooLong);
    }
  }

  /** What a file refused is told in words of IoReason: Java's messages are names of classes. */
  @Test
  void noFailureOfAFileIsToldInJavaWords() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path source : sources()) {
      String path = source.toString();
      boolean told = path.contains("/src/main/") && !path.contains("/bench/src/");
      Matcher caught = CAUGHT_IO.matcher(told ? Files.readString(source) : "");
      while (caught.find()) {
        String e = Pattern.quote(caught.group(1));
        Pattern words =
            Pattern.compile("\\+ " + e + "(?:\\.getMessage\\(\\)|\\.toString\\(\\)|[,;) ])");
        if (words.matcher(caught.group(2)).find()) {
          found.add(source + ": " + caught.group(2).strip());
        }
      }
    }

    assertEquals(List.of(), found);
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of("..").toRealPath();
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        Path src = module.resolve("src");
        if (Files.isDirectory(src)) {
          try (Stream<Path> files = Files.walk(src)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    assertTrue(sources.size() > 100, "found only " + sources.size() + " sources in " + root);
    return sources;
  }

  /** Finds the methods that are too long. */
  private static final class MethodLengths extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooLong;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      BlockTree body = method.getBody();
      if (body != null) {
        LineMap lines = unit.getLineMap();
        long from = lines.getLineNumber(positions.getStartPosition(unit, body));
        long to = lines.getLineNumber(positions.getEndPosition(unit, body));
        if (to - from + 1 > METHOD_LINES_MAX) {
          tooLong.add(unit.getSourceFile().getName() + ": " + method.getName());
        }
      }
      return super.visitMethod(method, nothing);
    }
  }
}
