package io.retrykit.throttle.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.testing.NativeImage;
import io.retrykit.throttle.RateLimits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** A native image is told of every accessor that is called of the AWS SDK and the JDK's HTTP client. */
class NativeImagePeersTest {
  private final Set<String> names = new TreeSet<>();

  NativeImagePeersTest() throws IllegalAccessException {
    for (Field field : Members.class.getDeclaredFields()) {
      if (field.getType() == String[].class) {
        field.setAccessible(true);
        names.addAll(Arrays.asList((String[]) field.get(null)));
      }
    }
  }

  @Test
  void accessors_areListed() throws IOException {
    Set<String> called = new TreeSet<>();
    addAccessors(called, ThrottlingException.class);
    addAccessors(called, AwsErrorDetails.class);
    addAccessors(called, SdkHttpFullResponse.class);
    addAccessors(called, HttpResponse.class);
    addAccessors(called, HttpHeaders.class);

    assertThat(listedOfOthers(RateLimits.class, "retry-ratelimit")).isEqualTo(called);
  }

  @Test
  void attemptsOfTheSdk_areListed() throws Exception {
    Method method = SdkException.class.getMethod("numAttempts");
    assertThat(listedOfOthers(Retry.class, "retry-core"))
        .containsExactly(method.getDeclaringClass().getName() + "." + method.getName());
  }

  private static Set<String> listedOfOthers(Class<?> of, String module) throws IOException {
    Set<String> listed = NativeImage.of(of, module).listed();
    listed.removeIf(member -> member.startsWith("io.retrykit."));
    return listed;
  }

  private void addAccessors(Set<String> called, Class<?> type) {
    for (Method method : type.getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      boolean asked = parameters.length == 0
          || (parameters.length == 1 && parameters[0] == String.class);
      if (asked && names.contains(method.getName()) && !Modifier.isStatic(method.getModifiers())) {
        called.add(method.getDeclaringClass().getName() + "." + method.getName());
      }
    }
  }
}
