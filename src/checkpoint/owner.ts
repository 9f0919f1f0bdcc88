// Says which process writes a checkpoint, and whether it still does: two at once would spoil what both write.

import { readFileSync } from 'node:fs'

export interface Owner {
  pid: number
  /** When the system was started, and the process; nothing where the system does not say. */
  started?: string
}

export function thisProcess(): Owner {
  const started = startOf(process.pid)
  return { pid: process.pid, ...(started !== undefined && { started }) }
}

/** Whether it is another process that runs; a later one may have the same number. */
export function isRunning({ pid, started }: Owner): boolean {
  return pid !== process.pid && started !== undefined && startOf(pid) === started
}

export function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ') // the name may have any in it
    const isGone = fields[0] === 'Z' || fields[0] === 'X'
    return isGone ? undefined : `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}
