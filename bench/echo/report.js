// Provides what every server of the contest says of itself: where it listens, and, when asked, what its process has used.

import { peak } from '../peak.js'

export function report(server) {
  process.on('message', () => process.send(used()))
  process.on('disconnect', () => process.exit())
  process.send({ port: server.address().port })
}

/** Processor time in seconds, and the peak of memory in MB. */
export function used() {
  const { user, system } = process.cpuUsage()
  return { cpu: (user + system) / 1e6, memory: peak() }
}
