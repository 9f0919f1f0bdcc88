// Preloaded into a measured process: says on descriptor 3 what the process has used.

import { existsSync, readFileSync, writeSync } from 'node:fs'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: peak() }))
})

/** The peak of resident memory in MB; maxRSS would be that of the parent where that is larger. */
function peak() {
  const status = '/proc/self/status'
  if (!existsSync(status)) return process.resourceUsage().maxRSS / 1024
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))[1]) / 1024
}
