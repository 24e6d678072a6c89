import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what the manifest of each jar says with its module descriptor and its lists of providers. Arguments: jars. */
public final class Manifests {
  private static final String SERVICES = "META-INF/services/";
  private static final Set<String> OPTIONAL =
      Set.of("com.google.common", "org.jspecify", "org.reactivestreams", "jdk.jfr");
  private static final List<String> WRONG = new ArrayList<>();

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      try (JarFile file = new JarFile(jar)) {
        check(file, ModuleFinder.of(Path.of(jar)).findAll().iterator().next().descriptor());
      }
    }
    if (!WRONG.isEmpty()) {
      WRONG.forEach(System.err::println);
      System.exit(1);
    }
    System.out.println(jars.length + " manifests agree with the module descriptors and the lists of providers");
  }

  private static void check(JarFile file, ModuleDescriptor module) throws IOException {
    String name = module.name();
    String symbolic = header(file, "Bundle-SymbolicName");
    String version = header(file, "Bundle-Version");
    same(name + ": its name", "io.retrykit." + header(file, "Implementation-Title"), symbolic);

    Set<String> shown = new TreeSet<>();
    Set<String> forFriends = new TreeSet<>();
    for (String clause : clauses(header(file, "Export-Package"))) {
      (clause.contains("x-friends") ? forFriends : shown).add(clause.replaceFirst(";.*", ""));
      same(name + ": the version of " + clause, "version=\"" + version + "\"", find("version=\"[^\"]*\"", clause));
    }
    Set<String> exports = new TreeSet<>();
    Set<String> qualified = new TreeSet<>();
    module.exports().forEach(each -> (each.isQualified() ? qualified : exports).add(each.source()));
    same(name + ": packages shown to all", exports, shown);
    same(name + ": packages shown to some", qualified, forFriends);

    for (String clause : clauses(header(file, "Import-Package"))) {
      boolean mayBeAbsent = OPTIONAL.stream().anyMatch(clause::startsWith);
      same(name + ": optional, " + clause, mayBeAbsent, clause.contains("resolution:=optional"));
    }

    Set<String> provided = new TreeSet<>();
    module.provides().forEach(each -> each.providers().forEach(one -> provided.add(each.service() + " " + one)));
    same(name + ": providers in " + SERVICES, provided, listed(file));
    Set<String> capabilities = new TreeSet<>();
    for (String clause : clauses(header(file, "Provide-Capability"))) {
      if (clause.startsWith("osgi.serviceloader;")) {
        capabilities.add(find("osgi.serviceloader=\"([^\"]*)", clause) + " " + find("register:=\"([^\"]*)", clause));
      }
    }
    same(name + ": providers in the manifest", provided, capabilities);
    String required = header(file, "Require-Capability");
    same(name + ": asks for a registrar", !provided.isEmpty(), required.contains("osgi.serviceloader.registrar"));
    same(name + ": asks for a processor", !module.uses().isEmpty(), required.contains("osgi.serviceloader.processor"));
  }

  private static Set<String> listed(JarFile file) throws IOException {
    Set<String> listed = new TreeSet<>();
    for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
      if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
        try (InputStream in = file.getInputStream(entry)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          text.strip().lines().forEach(line -> listed.add(entry.getName().substring(SERVICES.length()) + " " + line));
        }
      }
    }
    return listed;
  }

  private static String header(JarFile file, String name) throws IOException {
    String value = file.getManifest().getMainAttributes().getValue(name);
    return value == null ? "" : value;
  }

  /** Parts a header at commas outside quotes. */
  private static List<String> clauses(String header) {
    return header.isEmpty() ? List.of() : List.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
  }

  /** Returns the last group of the first match, or nothing. */
  private static String find(String pattern, String in) {
    Matcher matcher = Pattern.compile(pattern).matcher(in);
    return matcher.find() ? matcher.group(matcher.groupCount()) : "";
  }

  private static void same(String what, Object wanted, Object got) {
    if (!wanted.equals(got)) {
      WRONG.add(what + ": wanted " + wanted + ", got " + got);
    }
  }
}
