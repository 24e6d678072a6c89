package io.retrykit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.plugin.CircuitBreakerProvider;
import io.retrykit.testing.OtherJvm;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of this wing of the house: what may know what, and what is shown. */
class CircuitBreakerArchitectureTest {
  private static final String API = "io.retrykit.";
  private static final String USERS = "io.retrykit.circuitbreaker";
  private static final String PLUGIN = "io.retrykit.circuitbreaker.plugin";

  /** The packages of retry-api, all that this module sees of the others. */
  private static final String[] SEEN = Stream.of(
          "time", "call", "backoff", "failure", "guard", "policy", "spi")
      .map(API::concat)
      .toArray(String[]::new);

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(OtherJvm.jarOf(CircuitBreaker.class));

  @Test
  void importedClasses_areThoseOfThisModule_inTwoPackages() {
    assertThat(CLASSES)
        .anyMatch(type -> type.getName().equals(CircuitBreaker.class.getName()))
        .noneMatch(type -> type.getName().equals(CircuitBreakerArchitectureTest.class.getName()));
    assertThat(CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.isEmpty()) // module-info
            .collect(toSet()))
        .containsExactlyInAnyOrder(USERS, PLUGIN);
  }

  @Test
  void classes_seeTheApiAlone_ofOurModules() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("io.retrykit..")
            .and(not(resideInAnyPackage(SEEN)))
            .and(not(resideInAnyPackage(USERS, PLUGIN))))
        .check(CLASSES);
  }

  @Test
  void classes_useNothingButTheJdkTheToolkitAndSlf4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.retrykit..", "java..", "jdk.jfr", "org.slf4j", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void breakers_knowNothingOfThePlugIn_soThatThereIsNoCycle() {
    noClasses()
        .that()
        .resideInAPackage(USERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PLUGIN)
        .check(CLASSES);
  }

  @Test
  void publicClasses_areInThePackageForUsers_butTheProvider() {
    assertThat(CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !type.getPackageName().equals(USERS))
            .map(JavaClass::getName))
        .containsExactly(CircuitBreakerProvider.class.getName());
  }

  @Test
  void publicClasses_areThese() {
    assertThat(CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.getPackageName().equals(USERS))
            .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "CircuitBreaker",
            "CircuitBreakerBuilder",
            "CircuitBreakers",
            "CircuitListener",
            "CircuitOpenException",
            "CircuitSnapshot",
            "CircuitState",
            "CircuitTransition");
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

  /** SPEC 22.9: time comes from the timebase, and it alone; a wall clock is set back now and then. */
  @Test
  void clock_isReadByWhatIsGiven_andThereIsNoWallClock() {
    DescribedPredicate<JavaMethodCall> now = DescribedPredicate.describe(
        "Instant.now",
        call -> call.getTargetOwner().isEquivalentTo(Instant.class)
            && call.getTarget().getName().equals("now"));
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethodWhere(now)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void console_isNeverWrittenTo_andServicesAreLoadedElsewhere() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .check(CLASSES);
  }
}
