// Answers how much memory this process has held at most.

import { readFileSync } from 'node:fs'

/** Bytes. What the system counts as used by a process may be that of the one that has started it: of Linux its own is asked for. */
export function peakMemory(): number {
  return ownPeak() ?? process.resourceUsage().maxRSS * 1024
}

function ownPeak(): number | undefined {
  try {
    const [, kilobytes] =
      /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined // another system
  }
}
