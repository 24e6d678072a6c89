package app;

/** What a client throws whose server is down. */
public class Down extends RuntimeException {}
