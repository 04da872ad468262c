package dev.tapewire.launcher.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * All of Tapewire once more, with one fault planted in one of its sources. Safe for use by any
 * thread.
 */
final class FaultyClasses extends ClassLoader {
  private static final String OURS = "dev.tapewire.";

  private final Map<String, byte[]> compiled;

  private FaultyClasses(Map<String, byte[]> compiled) {
    super(FaultyClasses.class.getClassLoader());
    this.compiled = compiled;
  }

  /**
   * Plants a fault, in a source that must hold its place exactly once. {@return the hunt for it}
   */
  static LongBinaryOperator plant(PlantedFault fault)
      throws IOException, ReflectiveOperationException {
    String name = Path.of(fault.file()).getFileName().toString();
    FaultyClasses classes = new FaultyClasses(compile(name, faulty(fault)));
    Class<?> hunt = classes.loadClass(Hunt.class.getName());
    var made = hunt.getDeclaredConstructor();
    made.setAccessible(true);
    return (LongBinaryOperator) made.newInstance();
  }

  /** {@return the source with the fault in it} */
  static String faulty(PlantedFault fault) throws IOException {
    String source = Files.readString(Path.of("..").resolve(fault.file()));
    int at = source.indexOf(fault.was());
    if (at < 0 || source.indexOf(fault.was(), at + 1) >= 0) {
      throw new AssertionError(
          fault.name() + ": its place is not exactly once in " + fault.file() + "; mend the fault");
    }
    return source.replace(fault.was(), fault.becomes());
  }

  private static Map<String, byte[]> compile(String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
    Memory memory = new Memory(compiler.getStandardFileManager(told, null, null));
    JavaFileObject unit =
        new SimpleJavaFileObject(URI.create("planted:/" + name), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
    if (!compiler.getTask(null, memory, told, options, null, List.of(unit)).call()) {
      throw new AssertionError("a planted fault does not compile: " + told.getDiagnostics());
    }
    Map<String, byte[]> classes = new HashMap<>();
    memory.outputs.forEach((type, bytes) -> classes.put(type, bytes.toByteArray()));
    return classes;
  }

  /** Keeps what is compiled. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      outputs.put(type, bytes);
      return new SimpleJavaFileObject(URI.create("planted:/" + type), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return name.startsWith(OURS) ? define(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = compiled.get(name);
    if (bytes == null) {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
