package io.retrykit.circuitbreaker;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;

/** Handles for the atomic fields of the classes here: an atomic object of its own for each would cost 16 bytes. */
final class Fields {
  private Fields() {}

  /** Returns the handle of a field of the class that looks it up. */
  static VarHandle handle(Lookup lookup, String name, Class<?> type) {
    try {
      return lookup.findVarHandle(lookup.lookupClass(), name, type);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("field " + name, impossible);
    }
  }
}
