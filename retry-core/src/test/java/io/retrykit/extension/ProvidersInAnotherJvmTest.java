package io.retrykit.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers found by programs as users run them: on the class path and on the module path. */
class ProvidersInAnotherJvmTest {
  private static final String[] CONFIGURATION = {
    "guarded.guards=turnstile",
    "guarded.turnstile.most=2",
    "guarded.discovery=false",
    "paid.budget=penny",
    "paid.max-attempts=9",
    "paid.discovery=false",
    "based.based-on=patient"
  };

  @TempDir
  static Path directory;

  private static Path app;
  private static Path good;
  private static Path broken;

  @BeforeAll
  static void compile() throws IOException {
    OtherJvm compiler = new OtherJvm(directory);
    app = compiler.compile("app");
    good = compiler.compile("good");
    broken = compiler.compile("broken");
    Files.delete(broken.resolve("broken/Missing.class"));
    Files.delete(broken.resolve("broken/Gone.class"));
    OtherJvm.listServices(good, "ClassifierProvider", "good.Teapots");
    OtherJvm.listServices(good, "ListenerProvider", "good.Greedy", "good.Printer");
    OtherJvm.listServices(good, "GuardProvider", "good.Turnstile");
    OtherJvm.listServices(good, "BudgetProvider", "good.Penny");
    OtherJvm.listServices(good, "PolicyProvider", "good.Patient");
    OtherJvm.listServices(
        broken,
        "ClassifierProvider",
        "broken.Zebra",
        "broken.TwinB",
        "broken.Throwing",
        "broken.Missing",
        "broken.Unlinked",
        "broken.TwinA",
        "broken.Nameless",
        "broken.Aardvark");
  }

  /** SPEC 15.3. */
  @Test
  void programOnTheClassPath_withoutAnyProvider_works() throws Exception {
    assertWorksAlone("module: null", OtherJvm.runOnClassPath(List.of(app)));
  }

  /** SPEC 15.3. */
  @Test
  void programOnTheModulePath_withoutAnyProvider_works() throws Exception {
    assertWorksAlone("module: app", OtherJvm.runOnModulePath(List.of(app)));
  }

  private static void assertWorksAlone(String module, List<String> lines) {
    assertThat(withoutTheCallsOwn(lines))
        .containsExactly(
            module,
            "classifiers: none",
            "listeners: none",
            "guards: none",
            "budgets: none",
            "policies: none",
            "same list: true",
            "plain: 3 attempts, teapot",
            "again: 3 attempts, teapot",
            "closed: 3 attempts, teapot");
  }

  /** SPEC 15.1. */
  @Test
  void providersOnTheClassPath_takeEffectWithoutCode() throws Exception {
    assertTakeEffect("module: null", OtherJvm.runOnClassPath(List.of(app, good), CONFIGURATION));
  }

  /** SPEC 15.1. */
  @Test
  void providersOnTheModulePath_takeEffectWithoutCode() throws Exception {
    assertTakeEffect("module: app", OtherJvm.runOnModulePath(List.of(app, good), CONFIGURATION));
  }

  private static void assertTakeEffect(String module, List<String> lines) {
    assertThat(withoutTheCallsOwn(lines))
        .containsExactly(
            module,
            "classifiers: teapots",
            "listeners: greedy, printer",
            "guards: turnstile",
            "budgets: penny",
            "policies: patient",
            "same list: true",
            "based: 7 attempts, teapot",
            "guarded: 2 attempts, attempt refused by turnstile: shut",
            "paid: 2 attempts, teapot",
            "heard: plain: attempt 1/3 FAILED, failure java.lang.IllegalStateException: teapot",
            "heard: plain: attempt 1/3 GAVE_UP (classified as final: a teapot), failure"
                + " java.lang.IllegalStateException: teapot",
            "plain: 1 attempts, teapot",
            "again: 1 attempts, teapot",
            "closed: 3 attempts, teapot");
  }

  /** SPEC 15.2. */
  @Test
  void brokenProvidersOnTheClassPath_areReportedOnceAndSkipped() throws Exception {
    assertSkipped(
        OtherJvm.runOnClassPath(List.of(app, broken)), "Provider broken.Missing not found");
  }

  /** SPEC 15.2. */
  @Test
  void brokenProvidersOnTheModulePath_areReportedOnceAndSkipped() throws Exception {
    assertSkipped(
        OtherJvm.runOnModulePath(List.of(app, broken)), "Provider broken.Missing not found");
  }

  private static void assertSkipped(List<String> lines, String missing) {
    String skipped = "WARN ClassifierProvider skipped, it failed to load:"
        + " java.util.ServiceConfigurationError: ";
    String point = "io.retrykit.spi.ClassifierProvider: ";
    assertThat(lines.stream().filter(line -> line.contains(" skipped, ")))
        .containsExactlyInAnyOrder(
            skipped + point + "Provider broken.Throwing could not be instantiated",
            skipped + point + missing,
            skipped + point + "Provider broken.Unlinked could not be instantiated",
            skipped + "broken.Nameless has no name",
            "WARN ClassifierProvider broken.TwinB skipped, its name \"twin\" is taken by"
                + " broken.TwinA");
    assertThat(lines).contains("classifiers: aardvark, twin, zebra", "plain: 3 attempts, teapot");
  }

  /** Leaves out what every retried call logs: LogListenerTest looks at that. */
  private static List<String> withoutTheCallsOwn(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.matches("WARN \\w+: (attempt \\d|gave up at attempt \\d).*"))
        .toList();
  }
}
