// Waits for what happens in its own time: a busy machine takes ten times as long, and what never happens fails.

import { vi } from 'vitest'

const LONG = 60_000 // ms
const OFTEN = 10 // ms

/** What a check answers once it holds. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: LONG, interval: OFTEN })
}
