// Keeps small the part of the heap in which new objects are made: half of what it grows to by itself saves no time, and
// from Node 24 on that is 128 MB, more than all the rest of a run.

export const ENOUGH = 4 // MiB for each of its halves

const SOON = 100 // ms: a run that is over by then has made little, and what watches takes a while to load

/** Has it grow no further once it is large enough, unless the user has said how large it may be. */
export function keepYoungGenerationSmall(): void {
  const { NODE_OPTIONS = '' } = process.env
  if (/semi[-_]space/.test(`${process.execArgv} ${NODE_OPTIONS}`)) return
  setTimeout(watch, SOON).unref()
}

function watch(): void {
  const { PerformanceObserver } = process.getBuiltinModule('node:perf_hooks')
  const { getHeapSpaceStatistics, setFlagsFromString } = process.getBuiltinModule('node:v8')
  // @types/node lacks it
  const { supportedEntryTypes } = PerformanceObserver as { supportedEntryTypes?: readonly string[] }
  if (!supportedEntryTypes?.includes('gc')) return // others than Node have no such thing
  const observer = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (young === undefined || young.space_size < 2 * ENOUGH * 2 ** 20) return
    observer.disconnect()
    setFlagsFromString('--semi-space-growth-factor=1')
  })
  observer.observe({ entryTypes: ['gc'] })
}
