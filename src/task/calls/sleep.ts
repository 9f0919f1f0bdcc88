// Provides `sleep`.

import { type SystemCall, systemCall } from '../system-call.ts'

/** Waits for at least so many milliseconds. */
export function sleep(milliseconds: number): SystemCall {
  return systemCall(`sleep(${milliseconds})`, (task, system) => {
    const cancel = system.clock.after(milliseconds, () => wait.resume())
    const wait = task.wait(cancel, 'clock')
  })
}
