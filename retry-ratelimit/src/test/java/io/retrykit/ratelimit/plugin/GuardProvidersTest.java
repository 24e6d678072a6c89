package io.retrykit.ratelimit.plugin;

import static io.retrykit.testing.Configured.guard;
import static io.retrykit.testing.Configured.guardRefusal;
import static io.retrykit.testing.Configured.policy;
import static io.retrykit.testing.Configured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.guard.Admission;
import io.retrykit.guard.Guard;
import io.retrykit.ratelimit.Quota;
import io.retrykit.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SPEC 14.3: limiter and quota by name, each setting in effect. They run on the machine's time: periods are days, so that
 * none comes round while a test runs.
 */
class GuardProvidersTest {
  private static final String DURATION = "a number with a unit (ns, us, ms, s, m, h, d), as 500ms,"
      + " 1.5s or 2m, or ISO-8601, as PT1S";
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private static RateLimiter limiter(String... settings) {
    return guard(RateLimiter.class, "rate-limiter", settings);
  }

  private static Quota quota(String... settings) {
    return guard(Quota.class, "quota", settings);
  }

  @Test
  void limiter_withPermitsAlone_isForASecond_withAsLargeABurst() {
    RateLimiter limiter = limiter("permits", "50");

    assertThat(limiter.name()).isEqualTo("x.rate-limiter");
    assertThat(limiter.availablePermits()).isEqualTo(50);
    assertThat(limiter.admit(request("k", 51)).kind()).isEqualTo(Admission.Kind.REFUSED);
    limiter.tryAcquire(50);
    assertThat(limiter.admit(request("k", 50)).waitNanos()).isBetween(1L, 1_000_000_000L);
  }

  @Test
  void limiter_per_isThePeriod() {
    RateLimiter limiter = limiter("permits", "2", "per", "2d", "max-wait", "10d");
    limiter.tryAcquire(2);

    assertThat(limiter.admit(request("k", 2)).waitNanos()).isBetween(2 * DAY - HOUR, 2 * DAY);
  }

  @Test
  void limiter_burst_isWhatCanBeTakenAtOnce() {
    assertThat(limiter("permits", "2", "per", "1d", "burst", "7").availablePermits())
        .isEqualTo(7);
  }

  @Test
  void limiter_maxWait_isFiveMinutesUnlessSet() {
    for (String longest : new String[] {"4m", "5m", "6m"}) {
      RateLimiter limiter = limiter("permits", "1", "per", longest, "max-wait", "5m");
      RateLimiter byDefault = limiter("permits", "1", "per", longest);
      limiter.tryAcquire();
      byDefault.tryAcquire();
      assertThat(limiter.admit(request("k", 1)).isGranted()).isEqualTo(!longest.equals("6m"));
      assertThat(byDefault.admit(request("k", 1)).isGranted()).isEqualTo(!longest.equals("6m"));
    }
    RateLimiter impatient = limiter("permits", "1", "per", "1d", "max-wait", "0s");
    impatient.tryAcquire();
    assertThat(impatient.admit(request("k", 1)).retryAfterNanos()).isBetween(DAY - HOUR, DAY);
  }

  @Test
  void limiter_prepaid_sellsABurstLessABatchInOnePiece() {
    RateLimiter limiter = limiter("permits", "10", "per", "1d", "prepaid", "true");
    RateLimiter plain = limiter("permits", "10", "per", "1d", "prepaid", "false");

    assertThat(limiter.tryAcquire(6)).isFalse();
    assertThat(limiter.tryAcquire(5)).isTrue();
    assertThat(plain.tryAcquire(10)).isTrue();
  }

  @Test
  void limiter_perCall_countsCalls_otherwiseCosts() {
    RateLimiter calls = limiter("permits", "10", "per", "1d", "per-call", "true");
    RateLimiter costs = limiter("permits", "10", "per", "1d", "per-call", "false");
    calls.admit(request("k", 7));
    costs.admit(request("k", 7));

    assertThat(calls.availablePermits()).isEqualTo(9);
    assertThat(costs.availablePermits()).isEqualTo(3);
  }

  // SPEC 14.2
  @ParameterizedTest
  @CsvSource({"permits, 0", "permits, many", "permits, 1.5", "burst, 0", "burst, -1"})
  void limiter_badNumber_isNamedWithKeyAndRule(String key, String value) {
    String[] settings = key.equals("permits")
        ? new String[] {key, value}
        : new String[] {"permits", "1", key, value};

    assertThat(guardRefusal("rate-limiter", settings))
        .isEqualTo("x.rate-limiter." + key + " must be a whole number between 1 and "
            + Long.MAX_VALUE + ", was \"" + value + '"');
  }

  // SPEC 14.2
  @Test
  void limiter_badSetting_isNamedWithKeyRuleAndValue() {
    assertThat(guardRefusal("rate-limiter"))
        .isEqualTo("x.rate-limiter.permits must be set, was not");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "per", "soon"))
        .isEqualTo("x.rate-limiter.per must be " + DURATION + ", was \"soon\"");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "max-wait", "5"))
        .isEqualTo("x.rate-limiter.max-wait must be " + DURATION + ", was \"5\"");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "prepaid", "yes"))
        .isEqualTo("x.rate-limiter.prepaid must be one of [false, true], was \"yes\"");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "per-call", "1"))
        .isEqualTo("x.rate-limiter.per-call must be one of [false, true], was \"1\"");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "brust", "2"))
        .isEqualTo("unknown key x.rate-limiter.brust = 2, allowed are [burst, max-wait, per,"
            + " per-call, permits, prepaid, shared]");
  }

  // SPEC 14.2
  @Test
  void limiter_settingsThatDoNotGoTogether_nameTheProviderAndTheRule() {
    assertThat(guardRefusal("rate-limiter", "permits", "1", "per", "0s"))
        .isEqualTo("x.guards = rate-limiter: per must be more than zero, was PT0S");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "prepaid", "true"))
        .isEqualTo("x.guards = rate-limiter: burst must be 2 or more to be prepaid, was 1");
    assertThat(guardRefusal("rate-limiter", "permits", "1", "per", "30d", "burst", "9999"))
        .isEqualTo("x.guards = rate-limiter: burst must fill up within a year or so at this rate,"
            + " was 9999");
  }

  @Test
  void quota_requestsAndTokens_areDimensionsWithAMinutesBurst() {
    assertThat(quota("requests-per-minute", "50").available()).isEqualTo(Map.of("requests", 50L));
    assertThat(quota("tokens-per-minute", "10000").available())
        .isEqualTo(Map.of("tokens", 10_000L));
    Quota both = quota("requests-per-minute", "50", "tokens-per-minute", "10000");
    assertThat(both.name()).isEqualTo("x.quota");
    assertThat(both.available()).isEqualTo(Map.of("requests", 50L, "tokens", 10_000L));
  }

  @Test
  void quota_bursts_areWhatCanBeDrawnAtOnce() {
    Quota quota = quota(
        "requests-per-minute", "50",
        "requests-burst", "3",
        "tokens-per-minute", "10000",
        "tokens-burst", "400");

    assertThat(quota.available()).isEqualTo(Map.of("requests", 3L, "tokens", 400L));
    assertThat(quota.admit(request("k", 401)).kind()).isEqualTo(Admission.Kind.REFUSED);
  }

  @Test
  void quota_maxWait_isFiveMinutesUnlessSet() {
    // one request a minute: with a burst of 1, six in a row wait for up to five minutes
    Quota patient = quota("requests-per-minute", "1");
    Quota impatient = quota("requests-per-minute", "1", "max-wait", "30s");
    for (int i = 0; i < 5; i++) {
      assertThat(patient.admit(request("k", 1)).isGranted()).isTrue();
    }
    assertThat(impatient.admit(request("k", 1)).isGranted()).isTrue();

    assertThat(patient.admit(request("k", 1)).waitNanos())
        .isBetween(Duration.ofMinutes(4).toNanos(), Duration.ofMinutes(5).toNanos());
    assertThat(patient.admit(request("k", 1)).isGranted()).isFalse();
    assertThat(impatient.admit(request("k", 1)).isGranted()).isFalse();
  }

  // SPEC 14.2
  @ParameterizedTest
  @CsvSource({"requests-per-minute", "tokens-per-minute", "requests-burst", "tokens-burst"})
  void quota_badNumber_isNamedWithKeyAndRule(String key) {
    for (String bad : new String[] {"0", "-1", "60000000001", "1e3", "lots"}) {
      assertThat(guardRefusal("quota", key, bad))
          .isEqualTo("x.quota." + key + " must be a whole number between 1 and 60000000000, was \""
              + bad + '"');
    }
  }

  // SPEC 14.2
  @Test
  void quota_badSetting_isNamedWithKeyRuleAndValue() {
    assertThat(guardRefusal("quota"))
        .isEqualTo("x.quota.requests-per-minute or tokens-per-minute must be set, neither was");
    assertThat(guardRefusal("quota", "request-per-minute", "5"))
        .startsWith("unknown key x.quota.request-per-minute = 5, allowed are ");
    assertThat(guardRefusal("rate-limiter", "permit", "5"))
        .startsWith("unknown key x.rate-limiter.permit = 5, allowed are ");
    assertThat(guardRefusal("quota", "requests-per-minute", "5", "requests-burst", "0"))
        .isEqualTo("x.quota.requests-burst must be a whole number between 1 and 60000000000,"
            + " was \"0\"");
    assertThat(guardRefusal("quota", "requests-per-minute", "5", "tokens-burst", "9"))
        .isEqualTo("x.quota.tokens-burst = 9 needs tokens-per-minute");
    assertThat(guardRefusal("quota", "tokens-per-minute", "5", "requests-burst", "9"))
        .isEqualTo("x.quota.requests-burst = 9 needs requests-per-minute");
    assertThat(guardRefusal("quota", "tokens-per-minute", "5", "max-wait", "-1s"))
        .isEqualTo("x.quota.max-wait must be " + DURATION + ", was \"-1s\"");
    assertThat(guardRefusal("quota", "tokens-per-minute", "5", "tokens-per-hour", "9"))
        .isEqualTo("unknown key x.quota.tokens-per-hour = 9, allowed are [max-wait,"
            + " requests-burst, requests-per-minute, shared, tokens-burst, tokens-per-minute]");
    assertThat(guardRefusal("quota", "tokens-per-minute", "1", "tokens-burst", "1000000"))
        .isEqualTo("x.guards = quota: burst of tokens must fill within 365d, was 1000000 at 1 per"
            + " 1m");
  }

  @Test
  void guards_ofOnePolicy_standInTheOrderWritten() {
    assertThat(policy(
                "guards", "quota, adaptive-rate, rate-limiter",
                "quota.requests-per-minute", "5",
                "rate-limiter.permits", "5")
            .guards())
        .extracting(Guard::name)
        .containsExactly("x.quota", "x.adaptive-rate", "x.rate-limiter");
  }
}
