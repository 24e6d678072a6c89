package io.retrykit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.OneLine;
import io.retrykit.testing.OtherJvm;
import io.retrykit.throttle.RateLimits;
import java.lang.reflect.AccessibleObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What none of the modules that ship may do, however useful it might be. */
class SecurityRulesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .importLocations(Stream.of(
              RetryPolicy.class,
              Retry.class,
              RateLimits.class,
              CircuitBreaker.class,
              AsyncRetry.class)
          .map(SecurityRulesTest::location)
          .collect(toSet()));

  /** Of classes in a folder, or in the jar that it has become by then. */
  private static Location location(Class<?> type) {
    Path path = OtherJvm.jarOf(type);
    return Location.of(
        Files.isDirectory(path) ? path.toUri() : URI.create("jar:" + path.toUri() + "!/"));
  }

  /** Looking up a private member; asking for a method is another thing, below. */
  private static final Set<String> PRIVATE = Set.of(
      "setAccessible",
      "trySetAccessible",
      "privateLookupIn",
      "getDeclaredField",
      "getDeclaredFields",
      "getDeclaredConstructor",
      "getDeclaredConstructors",
      "getDeclaredClasses");

  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  private static Set<String> callers(Predicate<JavaMethodCall> wanted) {
    return CLASSES.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(wanted)
        .map(call -> call.getOriginOwner().getSimpleName())
        .collect(toCollection(TreeSet::new));
  }

  private static boolean isReflective(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    return owner.equals("java.lang.Class")
        || owner.startsWith("java.lang.invoke.MethodHandles")
        || call.getTargetOwner().isAssignableTo(AccessibleObject.class);
  }

  @Test
  void classes_areThoseOfFiveModules() {
    assertThat(Stream.of(
                RetryPolicy.class,
                Retry.class,
                RateLimits.class,
                CircuitBreaker.class,
                AsyncRetry.class)
            .map(Class::getName))
        .allMatch(name -> CLASSES.stream().anyMatch(type -> type.getName().equals(name)));
  }

  @Test
  void privateMembers_areNeverReachedFor() {
    assertThat(callers(call -> isReflective(call) && PRIVATE.contains(call.getName())))
        .isEmpty();
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("(sun|jdk\\.internal)\\..*")
        .check(CLASSES);
  }

  /** Each takes the public ones only: two for annotations, one for accessors of failures. */
  @Test
  void declaredMethods_areListedInThreePlaces() {
    assertThat(
            callers(call -> isReflective(call) && call.getName().startsWith("getDeclaredMethod")))
        .containsExactly("Accessors", "Annotations", "ProxyMethods");
  }

  @Test
  void nothing_isDeserialised_executedOrFetched() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.ObjectInputStream|java\\.lang\\.(ProcessBuilder|Runtime\\$Version)"
                + "|java\\.net\\.(Socket|URLClassLoader)|java\\.net\\.http\\..*|javax\\.(naming|script)\\..*")
        .check(CLASSES);
  }

  /** The one that is left out makes its own lines fit, word by word: {@code LogListenerTest}. */
  @Test
  void logs_haveTheirArgumentsMadeFit() {
    Set<String> unfit = CLASSES.stream()
        .filter(type -> !type.getSimpleName().equals("LogListener"))
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(
            unit -> calls(unit, Logger.class, LEVELS) > calls(unit, OneLine.class, Set.of("all")))
        .map(JavaCodeUnit::getFullName)
        .collect(toCollection(TreeSet::new));

    assertThat(unfit).isEmpty();
    assertThat(CLASSES.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .mapToLong(unit -> calls(unit, Logger.class, LEVELS))
            .sum())
        .isGreaterThan(20);
  }

  private static long calls(JavaCodeUnit unit, Class<?> owner, Set<String> names) {
    return unit.getMethodCallsFromSelf().stream()
        .filter(call -> call.getTargetOwner().isEquivalentTo(owner))
        .filter(call -> names.contains(call.getName()))
        .count();
  }
}
