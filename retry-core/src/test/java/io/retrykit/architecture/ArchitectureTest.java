package io.retrykit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.retrykit.Retry;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house: what may know what, what is shown, and how large a file may grow. */
class ArchitectureTest {
  /** Every package of both modules; each may use those before it, never one after it. */
  private static final List<String> ORDER = List.of(
      "io.retrykit.time",
      "io.retrykit.call",
      "io.retrykit.backoff",
      "io.retrykit.failure",
      "io.retrykit.guard",
      "io.retrykit.policy",
      "io.retrykit.annotation",
      "io.retrykit.spi",
      "io.retrykit.extension",
      "io.retrykit.observe",
      "io.retrykit.config",
      "io.retrykit.loop",
      "io.retrykit.proxy",
      "io.retrykit");

  /** The types of retry-core that others may see; those of the loop are for retry-async alone. */
  private static final Map<String, Set<String>> PUBLIC = Map.of(
      "io.retrykit", Set.of("Retry", "RetryContext", "RetrySwitch"),
      "io.retrykit.config", Set.of("JitterText", "Policies"),
      "io.retrykit.extension", Set.of("Extensions"),
      "io.retrykit.observe", Set.of("Observers"),
      "io.retrykit.proxy", Set.of("RetryProxy"),
      "io.retrykit.loop",
          Set.of(
              "ActionCall",
              "AttemptCall",
              "AttemptEnd",
              "CallState",
              "Course",
              "Discards",
              "Gate",
              "HandHeld",
              "Hedges",
              "Loop",
              "Nesting",
              "Passage",
              "PendingAnswer",
              "Plan",
              "ResultTypes",
              "Sneaky",
              "Switch",
              "Timers",
              "Turnstile",
              "Watch"));

  private static final JavaClasses API = classesOf(RetryPolicy.class);
  private static final JavaClasses CORE = classesOf(Retry.class);

  private static JavaClasses classesOf(Class<?> type) {
    return new ClassFileImporter().importUrl(location(type));
  }

  private static URL location(Class<?> type) {
    return Objects.requireNonNull(type.getProtectionDomain().getCodeSource()).getLocation();
  }

  /** Reads what is shipped: a test runs in a module that has been patched. */
  private static ModuleDescriptor descriptorOf(Class<?> type) throws URISyntaxException {
    return ModuleFinder.of(Path.of(location(type).toURI()))
        .findAll()
        .iterator()
        .next()
        .descriptor();
  }

  private static Set<String> requires(
      ModuleDescriptor descriptor, Predicate<ModuleDescriptor.Requires> wanted) {
    return descriptor.requires().stream()
        .filter(wanted)
        .map(ModuleDescriptor.Requires::name)
        .collect(toCollection(TreeSet::new));
  }

  private static boolean isStatic(ModuleDescriptor.Requires required) {
    return required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
  }

  private static boolean isTransitive(ModuleDescriptor.Requires required) {
    return required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE);
  }

  @Test
  void importedClasses_areThoseOfTwoModules() {
    assertThat(API).anyMatch(type -> type.getName().equals(RetryPolicy.class.getName()));
    assertThat(CORE)
        .anyMatch(type -> type.getName().equals(Retry.class.getName()))
        .noneMatch(type -> type.getName().equals(ArchitectureTest.class.getName()));
  }

  @Test
  void apiModule_needsTheJdkBaseAlone() throws URISyntaxException {
    ModuleDescriptor api = descriptorOf(RetryPolicy.class);

    assertThat(api.name()).isEqualTo("io.retrykit.api");
    assertThat(requires(api, required -> !isStatic(required))).containsExactly("java.base");
    assertThat(requires(api, ArchitectureTest::isStatic)).containsExactly("org.jspecify");
  }

  @Test
  void coreModule_needsTheApiTheLogAndTheFlightRecorder() throws URISyntaxException {
    ModuleDescriptor core = descriptorOf(Retry.class);

    assertThat(core.name()).isEqualTo("io.retrykit.core");
    assertThat(requires(core, required -> !isStatic(required)))
        .containsExactly("io.retrykit.api", "java.base", "jdk.jfr", "org.slf4j");
    assertThat(requires(core, ArchitectureTest::isStatic)).containsExactly("org.jspecify");
    assertThat(requires(core, ArchitectureTest::isTransitive))
        .containsExactly("io.retrykit.api", "org.jspecify");
    assertThat(core.provides()).isEmpty();
    assertThat(core.opens()).isEmpty();
  }

  @Test
  void coreModule_usesEveryExtensionPointOfTheApi() throws URISyntaxException {
    Set<String> points = API.stream()
        .filter(type -> type.isAssignableTo("io.retrykit.spi.Provider"))
        .map(JavaClass::getName)
        .filter(name -> !name.equals("io.retrykit.spi.Provider"))
        .collect(Collectors.toSet());

    assertThat(descriptorOf(Retry.class).uses()).isEqualTo(points).hasSize(7);
  }

  @Test
  void exports_areEveryPackage_andTheLoopOnlyToItsOtherDriver() throws URISyntaxException {
    ModuleDescriptor core = descriptorOf(Retry.class);
    ModuleDescriptor api = descriptorOf(RetryPolicy.class);
    Set<ModuleDescriptor.Exports> exports = Stream.of(core, api)
        .flatMap(module -> module.exports().stream())
        .collect(Collectors.toSet());

    assertThat(exports.stream().map(ModuleDescriptor.Exports::source))
        .containsExactlyInAnyOrderElementsOf(ORDER);
    assertThat(exports.stream().filter(ModuleDescriptor.Exports::isQualified))
        .singleElement()
        .satisfies(loop -> {
          assertThat(loop.source()).isEqualTo("io.retrykit.loop");
          assertThat(loop.targets()).containsExactly("io.retrykit.async");
        });
    assertThat(core.packages()).doesNotContainAnyElementsOf(api.packages());
  }

  @Test
  void packages_useThoseBeforeThemOnly_soThatThereIsNoCycle() {
    Set<String> backwards = new TreeSet<>();
    Stream.of(API, CORE)
        .flatMap(JavaClasses::stream)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith("io.retrykit"))
        .filter(arrow -> place(arrow.getTargetClass()) > place(arrow.getOriginClass()))
        .map(Dependency::getDescription)
        .forEach(backwards::add);

    assertThat(backwards).isEmpty();
  }

  private static int place(JavaClass type) {
    assertThat(ORDER).contains(type.getPackageName());
    return ORDER.indexOf(type.getPackageName());
  }

  @Test
  void classes_useNothingButTheJdkTheLogAndEachOther() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.retrykit..", "java..", "org.jspecify.annotations..")
        .check(API);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.retrykit.observe")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk..")
        .check(CORE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.retrykit..", "java..", "jdk.jfr..", "org.slf4j..", "org.jspecify.annotations..")
        .check(CORE);
  }

  @Test
  void serviceLoader_isCalledInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.retrykit.extension")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .check(CORE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .check(API);
  }

  @Test
  void publicTypesOfCore_areThoseListedHere() {
    Map<String, Set<String>> found = CORE.stream()
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
        .collect(Collectors.groupingBy(
            JavaClass::getPackageName,
            Collectors.mapping(JavaClass::getSimpleName, toCollection(TreeSet::new))));

    assertThat(found).isEqualTo(PUBLIC);
  }

  @Test
  void publicClasses_cannotBeExtended_unlessTheyAreMeantTo() {
    Set<String> open = Stream.of(API, CORE)
        .flatMap(JavaClasses::stream)
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.FINAL))
        .filter(type -> !type.isEnum())
        .map(JavaClass::getSimpleName)
        .collect(toCollection(TreeSet::new));

    assertThat(open) // guards throw their own kinds, and drivers have other times that can be over
        .containsExactly("AttemptRefusedException", "AttemptTimeoutException");
  }

  @Test
  void console_isNeverWrittenTo() {
    for (JavaClasses module : List.of(API, CORE)) {
      noClasses().should().accessField(System.class, "out").check(module);
      noClasses().should().accessField(System.class, "err").check(module);
      noClasses().should().callMethod(Throwable.class, "printStackTrace").check(module);
    }
  }

  @Test
  void clock_isReadByTheTimebaseAlone() {
    for (JavaClasses module : List.of(API, CORE)) {
      noClasses()
          .that()
          .resideOutsideOfPackage("io.retrykit.time")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .check(module);
    }
  }

  @Test
  void sourceFiles_haveThreeHundredLinesAtMost() throws IOException {
    Set<String> tooLong = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          tooLong.addAll(tooLong(main));
        }
      }
    }

    assertThat(tooLong).isEmpty();
  }

  private static List<String> tooLong(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && lines(file) > 300)
          .map(Path::toString)
          .toList();
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
