package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.ratelimit.AwsRetryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What breaker and budget spare a dead server (SPEC 22.2, 22.6, 22.7). A process of its own for each client is the
 * harder case, and the one to judge by: every one of them has to find out by itself.
 */
class OutageTest {
  private static final int CLIENTS = 1_000;

  private static CircuitBreakerBuilder asMade(CircuitBreakerBuilder builder) {
    return builder;
  }

  private static CircuitBreakerBuilder fiveInARow(CircuitBreakerBuilder builder) {
    return builder.consecutiveFailures(5);
  }

  private static Outage nothing(int processes, int clientsEach, long seed) {
    return new Outage(processes, clientsEach, seed);
  }

  private static Outage both(int processes, int clientsEach, long seed) {
    return nothing(processes, clientsEach, seed)
        .breaker(clientsEach == 1 ? OutageTest::fiveInARow : OutageTest::asMade)
        .budget(AwsRetryBudget::standard);
  }

  @ParameterizedTest
  @CsvSource({"1000, 1, 2", "1000, 1, 3", "100, 10, 2", "100, 10, 3"})
  void outage_withBreakerAndBudget_sparesTheDeadServer_andIsOverWithinTwoOpenPeriods(
      int processes, int clientsEach, long seed) {
    Outage.Result without = nothing(processes, clientsEach, seed).run();
    Outage.Result with = both(processes, clientsEach, seed).run();
    assertSpared(with, without);
    assertThat(without.knocks()).isGreaterThan(300 * CLIENTS);
  }

  private static void assertSpared(Outage.Result with, Outage.Result without) {
    assertThat(share(with, without)).isBetween(0.01, 0.05);
    assertThat(with.recovery()).isBetween(Duration.ofSeconds(1), Outage.OPEN.multipliedBy(2));
    assertThat(with.notClosed()).isZero();
    assertThat(with.lost() + without.lost()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"100, 1", "1, 10", "1, 1"})
  void outage_withFewerClients_isTheSame(int processes, int clientsEach) {
    Outage.Result without = nothing(processes, clientsEach, 1).run();
    assertSpared(both(processes, clientsEach, 1).run(), without);
  }

  /** A minute is twice the open time, which is luck. At worst the server returns just after a probe. */
  @Test
  void outage_ofAnyLength_isOverWithinTwoOpenPeriods() {
    Duration worst = Duration.ZERO;
    for (int seconds = 60; seconds <= 92; seconds += 2) {
      for (int clientsEach : new int[] {1, 10}) {
        Outage.Result with = both(100 / clientsEach, clientsEach, seconds)
            .lasting(Duration.ofSeconds(seconds))
            .run();
        assertThat(with.recovery()).isLessThanOrEqualTo(Outage.OPEN.multipliedBy(2));
        worst = with.recovery().compareTo(worst) > 0 ? with.recovery() : worst;
      }
    }
    assertThat(worst).isBetween(Outage.OPEN, Outage.OPEN.plusSeconds(4));
  }

  /** Both bounds can fail. */
  @Test
  void outage_breakersThatNeverOpen_spareNothing() {
    Outage.Result without = nothing(100, 1, 1).run();
    Outage.Result never = nothing(100, 1, 1)
        .breaker(builder -> builder.consecutiveFailures(1_000))
        .run();
    assertThat(never.knocks()).isEqualTo(without.knocks());
  }

  @Test
  void outage_breakersThatStayOpenTooLong_areNotOverInTime() {
    Outage.Result late = nothing(100, 1, 1)
        .breaker(builder -> fiveInARow(builder).openTime(Duration.ofMinutes(5)))
        .run();
    assertThat(late.recovery()).isGreaterThan(Outage.OPEN.multipliedBy(2));
    assertThat(late.notClosed()).isEqualTo(100);
  }

  /** A window of 100 calls is 50 s long for a client that calls twice a second: who calls seldom counts in a row. */
  @Test
  void outage_windowLargerThanAClientFills_opensTooLate() {
    Outage.Result without = nothing(100, 1, 1).run();
    Outage.Result with = nothing(100, 1, 1)
        .breaker(OutageTest::asMade)
        .budget(AwsRetryBudget::standard)
        .run();
    assertThat(share(with, without)).isBetween(0.1, 0.2);
  }

  @Test
  void outage_asATable_isWhatTheReadmeShows() throws IOException {
    String table = "| 1,000 clients | calls to the dead server | share | all well after |\n"
        + "|---|---|---|---|\n"
        + each()
        + together();
    System.out.println(table);
    assertThat(Files.readString(Path.of("..", "README.md")).contains(table))
        .as("the README shows the table above")
        .isTrue();
  }

  private static String each() {
    Supplier<Outage> outage = () -> nothing(CLIENTS, 1, 1);
    Outage.Result nothing = outage.get().run();
    Outage.Result both = both(CLIENTS, 1, 1).run();
    assertSpared(both, nothing);
    return row("each a process of its own: nothing", nothing, nothing)
        + row("a retry budget", outage.get().budget(AwsRetryBudget::standard).run(), nothing)
        + row(
            "a breaker, as it is made", outage.get().breaker(OutageTest::asMade).run(), nothing)
        + row(
            "a breaker, 5 failures in a row",
            outage.get().breaker(OutageTest::fiveInARow).run(),
            nothing)
        + row("that and a retry budget", both, nothing);
  }

  private static String together() {
    Supplier<Outage> outage = () -> nothing(CLIENTS / 10, 10, 1);
    Outage.Result nothing = outage.get().run();
    Outage.Result both = both(CLIENTS / 10, 10, 1).run();
    assertSpared(both, nothing);
    return row("ten to a process: nothing", nothing, nothing)
        + row("a retry budget", outage.get().budget(AwsRetryBudget::standard).run(), nothing)
        + row(
            "a breaker, as it is made", outage.get().breaker(OutageTest::asMade).run(), nothing)
        + row("that and a retry budget", both, nothing);
  }

  private static String row(String name, Outage.Result result, Outage.Result nothing) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f %% | %.1f s |\n",
        name,
        result.knocks(),
        100 * share(result, nothing),
        result.recovery().toMillis() / 1000.0);
  }

  private static double share(Outage.Result result, Outage.Result nothing) {
    return (double) result.knocks() / nothing.knocks();
  }
}
