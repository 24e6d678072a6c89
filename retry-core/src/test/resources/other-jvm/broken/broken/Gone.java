package broken;

/** Is gone when the program runs. */
final class Gone {}
