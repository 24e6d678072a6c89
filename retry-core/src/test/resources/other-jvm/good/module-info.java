module good {
  requires io.retrykit.core;

  provides io.retrykit.spi.ClassifierProvider with good.Teapots;
  provides io.retrykit.spi.ListenerProvider with good.Greedy, good.Printer;
  provides io.retrykit.spi.GuardProvider with good.Turnstile;
  provides io.retrykit.spi.BudgetProvider with good.Penny;
  provides io.retrykit.spi.PolicyProvider with good.Patient;
}
