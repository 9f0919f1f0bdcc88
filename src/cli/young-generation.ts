// Keeps small the part of the heap in which new objects are made: half of what it grows to by itself saves no time, and
// from Node 24 on that is 128 MB, more than all the rest of a run.

import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

// @types/node lacks it
const { supportedEntryTypes } = PerformanceObserver as { supportedEntryTypes?: readonly string[] }

export const ENOUGH = 4 // MiB for each of its halves

/** Has it grow no further once it is large enough, unless the user has said how large it may be. */
export function keepYoungGenerationSmall(): void {
  const isKnown = supportedEntryTypes?.includes('gc') // others than Node have no such thing
  const { NODE_OPTIONS = '' } = process.env
  if (!isKnown || /semi[-_]space/.test(`${process.execArgv} ${NODE_OPTIONS}`)) return
  const observer = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (young === undefined || young.space_size < 2 * ENOUGH * 2 ** 20) return
    observer.disconnect()
    setFlagsFromString('--semi-space-growth-factor=1')
  })
  observer.observe({ entryTypes: ['gc'] })
}
