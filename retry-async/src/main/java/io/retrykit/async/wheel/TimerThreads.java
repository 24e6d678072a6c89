package io.retrykit.async.wheel;

import java.util.concurrent.ThreadFactory;

/** Makes the thread of a timer: a daemon that belongs to nobody. */
final class TimerThreads implements ThreadFactory {
  @Override
  public Thread newThread(Runnable work) {
    // No inherited thread locals and no context class loader: either could pin the application
    // that came first.
    Thread thread = new Thread(null, work, "retrykit-async-timer", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
