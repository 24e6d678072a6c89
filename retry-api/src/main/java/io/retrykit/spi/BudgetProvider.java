package io.retrykit.spi;

import io.retrykit.guard.RetryBudget;

/**
 * Makes retry budgets for configured policies: {@code claude.budget = aws-standard}. The key {@code shared} is the engine's
 * own: policies that give their budgets the same name by it have one, made by one call.
 */
public interface BudgetProvider extends Provider {
  /**
   * Makes a budget.
   *
   * @param settings what the configuration says below the budget's name
   * @throws IllegalArgumentException if a setting is wrong
   */
  RetryBudget create(ProviderSettings settings);
}
