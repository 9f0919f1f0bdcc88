import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { Command } from '../../src/process/command.ts'
import { killRunning, watchRunning } from '../../src/process/running.ts'

describe.skipIf(process.platform === 'win32')('commands that run', () => {
  test('are listed until they are over', async () => {
    const seen: [number, boolean][] = []
    const leave = watchRunning((group, isRunning) => seen.push([group, isRunning]))
    const command = new Command('exit 0')
    expect(await command.failure).toBeUndefined()
    leave()
    const [[group] = []] = seen
    expect(seen).toEqual([
      [group, true],
      [group, false],
    ])
  })

  test('are ended at once, with all that they have started, as the process ends', async () => {
    const command = new Command('trap "" TERM; (sleep 60 & wait)')
    killRunning()
    expect(await command.failure).toBe('ended by SIGKILL')
  })

  test('leave a process alone that has not started them', async () => {
    const other = spawn('sleep', ['60'])
    killRunning()
    other.kill()
    expect(await once(other, 'exit')).toEqual([null, 'SIGTERM'])
  })
})
