// Preloaded into a measured process: says on descriptor 3 what the process has used.

import { writeSync } from 'node:fs'
import { peak } from './peak.js'

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: peak() }))
})
