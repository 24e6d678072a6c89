package io.retrykit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.retrykit.testing.OtherJvm;
import io.retrykit.throttle.RateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of this wing of the house: what may know what, and what is shown. */
class RateLimitArchitectureTest {
  private static final String API = "io.retrykit.";

  /** Every package; each may use those before it, never one after it. */
  private static final List<String> ORDER = List.of(
      "io.retrykit.throttle.hint",
      "io.retrykit.throttle.shape",
      "io.retrykit.ratelimit",
      "io.retrykit.throttle",
      "io.retrykit.ratelimit.plugin",
      "io.retrykit.throttle.plugin");

  /** The packages of retry-api, all that this module sees of the others. */
  private static final String[] SEEN = Stream.of(
          "time", "call", "backoff", "failure", "guard", "policy", "spi")
      .map(API::concat)
      .toArray(String[]::new);

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(OtherJvm.jarOf(RateLimits.class));

  @Test
  void importedClasses_areThoseOfThisModule_inPackagesThatAreListed() {
    assertThat(CLASSES)
        .anyMatch(type -> type.getName().equals(RateLimits.class.getName()))
        .noneMatch(type -> type.getName().equals(RateLimitArchitectureTest.class.getName()));
    assertThat(CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.isEmpty()) // module-info
            .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ORDER);
  }

  @Test
  void classes_seeTheApiAlone_ofOurModules() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("io.retrykit..")
            .and(not(resideInAnyPackage(SEEN)))
            .and(not(resideInAnyPackage(ORDER.toArray(String[]::new)))))
        .check(CLASSES);
  }

  @Test
  void classes_useNothingButTheJdkAndTheToolkit() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.retrykit..", "java..", "javax.net.ssl..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void packages_useThoseBeforeThemOnly_soThatThereIsNoCycle() {
    Set<String> backwards = ours()
        .filter(arrow -> place(arrow.getTargetClass()) > place(arrow.getOriginClass()))
        .map(Dependency::getDescription)
        .collect(toCollection(TreeSet::new));

    assertThat(backwards).isEmpty();
  }

  @Test
  void plugins_areSeenByNobody() {
    Set<String> seen = ours()
        .filter(arrow -> arrow.getTargetClass().getPackageName().endsWith(".plugin"))
        .filter(arrow -> place(arrow.getTargetClass()) != place(arrow.getOriginClass()))
        .map(Dependency::getDescription)
        .collect(toCollection(TreeSet::new));

    assertThat(seen).isEmpty();
  }

  /** The order of the chapters of recognition: hints know nobody, and budgets nothing of recognising. */
  @Test
  void hintsAndLimiters_knowNothingOfWhatIsBuiltOnThem() {
    noClasses()
        .that()
        .resideInAPackage("io.retrykit.throttle.hint")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ORDER.toArray(String[]::new))
            .and(not(resideInAPackage("io.retrykit.throttle.hint"))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.retrykit.ratelimit..")
        .should()
        .dependOnClassesThat(resideInAPackage("io.retrykit.throttle.."))
        .check(CLASSES);
  }

  private static Stream<Dependency> ours() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(arrow -> ORDER.contains(arrow.getTargetClass().getPackageName()))
        .filter(arrow -> !arrow.getOriginClass().getPackageName().isEmpty());
  }

  private static int place(JavaClass type) {
    assertThat(ORDER).contains(type.getPackageName());
    return ORDER.indexOf(type.getPackageName());
  }

  @Test
  void publicClasses_cannotBeExtended() {
    assertThat(CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !type.isInterface() && !type.isEnum())
            .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
            .map(JavaClass::getSimpleName))
        .isEmpty();
  }

  @Test
  void publicClassesOfPlugins_areTheProviders() {
    Set<String> shown = CLASSES.stream()
        .filter(type -> type.getPackageName().endsWith(".plugin"))
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .map(JavaClass::getName)
        .collect(toCollection(TreeSet::new));

    assertThat(shown).isEqualTo(listed());
  }

  private static Set<String> listed() {
    Path services = Path.of("src/main/resources/META-INF/services");
    try (Stream<Path> files = Files.list(services)) {
      Set<String> listed = new TreeSet<>();
      for (Path file : files.toList()) {
        listed.addAll(Files.readAllLines(file));
      }
      return listed;
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void clock_isReadByWhatIsGiven_andConsoleIsNeverWrittenTo() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void serviceLoader_isNobodysBusinessHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .check(CLASSES);
  }
}
