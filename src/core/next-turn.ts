// Waits until what else is due has had its turn: signals, timers, writes that are done.

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
