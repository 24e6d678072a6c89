package io.retrykit.loop;

/** Rethrows a failure as what it is, where the compiler cannot see that its type is allowed. */
public final class Sneaky {
  private Sneaky() {}

  /** Throws the failure itself; declared to return, so that callers can write {@code throw raise(failure)}. */
  public static RuntimeException raise(Throwable failure) {
    return Sneaky.<RuntimeException>cast(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
  }) // the cast is not there at run time
  private static <X extends Throwable> RuntimeException cast(Throwable failure) throws X {
    throw (X) failure;
  }
}
