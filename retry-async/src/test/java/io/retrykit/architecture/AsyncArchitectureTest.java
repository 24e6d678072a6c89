package io.retrykit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.retrykit.async.AsyncRetry;
import io.retrykit.testing.OtherJvm;
import org.junit.jupiter.api.Test;

/** The shape of this wing of the house: what may know what, and what is shown. */
class AsyncArchitectureTest {
  private static final String USERS = "io.retrykit.async";
  private static final String PLUGIN = "io.retrykit.async.plugin";
  private static final String WHEEL = "io.retrykit.async.wheel";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(OtherJvm.jarOf(AsyncRetry.class));

  @Test
  void importedClasses_areThoseOfThisModule_inThreePackages() {
    assertThat(CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.isEmpty()) // module-info
            .collect(toSet()))
        .containsExactlyInAnyOrder(USERS, PLUGIN, WHEEL);
  }

  @Test
  void packages_useThoseBeforeThemOnly_soThatThereIsNoCycle() {
    noClasses()
        .that()
        .resideInAPackage(WHEEL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(USERS, PLUGIN)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(USERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PLUGIN)
        .check(CLASSES);
  }

  @Test
  void publicClasses_ofThePackageForUsers_areThese() {
    assertThat(CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getPackageName().equals(USERS))
            .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "AsyncRetry",
            "GapTimeoutException",
            "Hedge",
            "IncompleteStreamException",
            "ListenableRetry",
            "ReactiveRetry",
            "RetryStream",
            "StreamIterator",
            "StreamResume");
  }

  @Test
  void reactiveStreams_areKnownToWhatIsNamedAfterThemAlone() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Reactive")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.reactivestreams..")
        .check(CLASSES);
  }

  @Test
  void guava_isKnownToWhatIsNamedAfterItAlone() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Listenable")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google..")
        .check(CLASSES);
  }

  @Test
  void clock_isReadByWhatIsGiven_andNobodySleeps() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Wheel")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }
}
