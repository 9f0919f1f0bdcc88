// Provides the peak of a process's own memory.

import { existsSync, readFileSync } from 'node:fs'

/** The peak of resident memory in MB; maxRSS would be that of the parent where that is larger. */
export function peak() {
  const status = '/proc/self/status'
  if (!existsSync(status)) return process.resourceUsage().maxRSS / 1024
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))[1]) / 1024
}
