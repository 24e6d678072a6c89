package io.retrykit.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the toolkit logs during one test; register it as an extension. */
public final class CapturedLog implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.retrykit");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.detachAppender(appender);
    logger.setLevel(Level.DEBUG);
    appender.stop();
  }

  /** Turns the log off until the test is over. */
  public void off() {
    logger.setLevel(Level.OFF);
  }

  /** Returns the lines so far, each with its level: {@code "WARN claude: ..."}. */
  public List<String> lines() {
    return events().stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** Returns the lines with level WARN, each with its level. */
  public List<String> warnings() {
    return lines().stream().filter(line -> line.startsWith("WARN ")).toList();
  }

  /** Returns the events so far. */
  public List<ILoggingEvent> events() {
    return List.copyOf(appender.list);
  }
}
