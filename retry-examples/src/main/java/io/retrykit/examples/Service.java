package io.retrykit.examples;

import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The options that say what is called: AWS, or a server inside this process that fails first. Mixed into commands. */
public final class Service {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--live", description = "call AWS instead of the embedded server")
  private boolean live;

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "AWS region, with --live (default: ${DEFAULT-VALUE})")
  private String region = "us-east-1";

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "model or inference profile id (default: ${DEFAULT-VALUE})")
  private String model = "anthropic.claude-3-haiku-20240307-v1:0";

  @Option(
      names = "--failures",
      paramLabel = "N",
      description = {
        "how often the embedded server fails before it answers, alternating throttling and 503",
        "(default: ${DEFAULT-VALUE})"
      })
  private int failures = 3;

  @Option(
      names = "--retry-after",
      paramLabel = "S",
      description = {
        "seconds that the embedded server asks to wait for when it throttles; 0: it does not say",
        "(default: ${DEFAULT-VALUE})"
      })
  private int retryAfter = 1;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "port of the embedded server; 0: any that is free (default: ${DEFAULT-VALUE})")
  private int port;

  /** Returns the model's id. */
  public String model() {
    return model;
  }

  /**
   * Opens what is to be called. The embedded server has its failures queued.
   *
   * @throws ParameterException if an option is out of its range; the message names it
   * @throws CommandFailure if there are no credentials, or the port is taken
   */
  public Session open() {
    return open(failures);
  }

  /** Opens what is to be called, an embedded server without failures of its own. */
  public Session openHealthy() {
    return open(0);
  }

  private Session open(int queued) {
    check(failures >= 0, "--failures must be zero or more, was " + failures);
    check(retryAfter >= 0, "--retry-after must be zero or more, was " + retryAfter);
    check(port >= 0 && port <= 65_535, "--port must be 0 to 65535, was " + port);
    return live ? live() : embedded(queued);
  }

  private Session embedded(int queued) {
    EmbeddedBedrock server;
    try {
      server = EmbeddedBedrock.start(port);
    } catch (IllegalStateException taken) {
      throw new CommandFailure(ExitCode.FAILED, "failed: " + taken.getMessage());
    }
    for (int i = 0; i < queued; i++) {
      server.enqueue(i % 2 == 0 ? throttled() : Reply.serviceUnavailable());
    }
    return Session.embedded(server);
  }

  private Reply throttled() {
    return retryAfter == 0
        ? Reply.throttled()
        : Reply.throttled().retryAfter(Integer.toString(retryAfter));
  }

  private Session live() {
    DefaultCredentialsProvider credentials =
        DefaultCredentialsProvider.builder().build();
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException none) {
      credentials.close();
      throw new CommandFailure(
          ExitCode.FAILED,
          "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile");
    }
    return Session.live(region, credentials);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      if (spec == null) {
        throw new IllegalStateException("not run through picocli");
      }
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
