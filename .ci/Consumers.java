import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Compiles each program under {@code .ci/consumers} against the jars it is given and no others, on the class path and as
 * a module, and runs it in a JVM of its own. Arguments: a folder to write to, what is there to compile but not to run,
 * and {@code NAME=PATH} for each. Ends with the first that does not work.
 */
public final class Consumers {
  private static final Path SOURCES = Path.of(".ci/consumers");
  private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

  private final Path work;
  private final String compileOnly;

  private Consumers(Path work, String compileOnly) {
    this.work = work;
    this.compileOnly = compileOnly;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> sets = new TreeMap<>();
    for (int i = 2; i < arguments.length; i++) {
      String[] set = arguments[i].split("=", 2);
      sets.put(set[0], set[1]);
    }
    Consumers consumers = new Consumers(Path.of(arguments[0]), arguments[1]);
    try (Stream<Path> written = Files.list(SOURCES)) {
      List<String> programs =
          written.map(each -> each.getFileName().toString()).filter(each -> !each.equals("shared")).sorted().toList();
      if (!programs.equals(List.copyOf(sets.keySet()))) {
        throw new IllegalArgumentException("programs " + programs + ", jars for " + sets.keySet());
      }
    }
    ExecutorService processors = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Future<?>> begun = new ArrayList<>();
    sets.forEach((name, jars) -> {
      begun.add(processors.submit(() -> consumers.tryOut(name, jars, false)));
      begun.add(processors.submit(() -> consumers.tryOut(name, jars, true)));
    });
    for (Future<?> each : begun) {
      each.get();
    }
    processors.shutdown();
    System.out.println(sets.size() + " sets of jars work, on the class path and on the module path");
  }

  private Void tryOut(String name, String jars, boolean asModule) throws IOException, InterruptedException {
    String where = name + " on the " + (asModule ? "module" : "class") + " path";
    Path classes = work.resolve(where.replace(' ', '-'));
    String option = asModule ? "--module-path" : "--class-path";

    List<String> compile = new ArrayList<>(List.of("-Xlint:all,-missing-explicit-ctor,-requires-automatic", "-Werror", "-proc:none"));
    compile.addAll(List.of(option, jars + File.pathSeparator + compileOnly, "-d", classes.toString()));
    compile.addAll(sources(SOURCES.resolve("shared"), asModule));
    compile.addAll(sources(SOURCES.resolve(name), asModule));
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    if (JAVAC.run(out, out, compile.toArray(String[]::new)) != 0) {
      end(where + " does not compile:\n" + said);
    }

    List<String> run = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    run.addAll(List.of("-XX:TieredStopAtLevel=1", option, jars + File.pathSeparator + classes));
    run.addAll(asModule ? List.of("--module", "consumer/consumer.Main") : List.of("consumer.Main"));
    run.add(SOURCES.resolve(name).resolve("policies.properties").toString());
    Path log = work.resolve(classes.getFileName() + ".log");
    Process process =
        new ProcessBuilder(run).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      end(where + " does not work:\n" + Files.readString(log));
    }
    return null;
  }

  private static List<String> sources(Path folder, boolean asModule) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString)
          .filter(file -> file.endsWith(".java") && (asModule || !file.endsWith("module-info.java")))
          .toList();
    }
  }

  /** Ends the program; only the first that fails speaks. */
  private static synchronized void end(String why) {
    System.err.println(why);
    Runtime.getRuntime().halt(1);
  }
}
