// The door of the tasks: `import { Scheduler } from 'cosax/task'`.

export { Gate } from '../core/gate.ts'
export { call } from './calls/call.ts'
export { type Channel, CLOSED, channel } from './calls/channel.ts'
export { type Promising, runBlocking } from './calls/run-blocking.ts'
export { sendTo } from './calls/send-to.ts'
export { sleep } from './calls/sleep.ts'
export { getTaskId, killTask, newTask, type TaskId, waitTask } from './calls/tasks.ts'
export type { Alarm, Clock } from './clock.ts'
export { ClosedError, DeadlockError, NoTaskError, TaskKilledError, TrapError } from './errors.ts'
export { group } from './group.ts'
export {
  accept,
  accepted,
  available,
  close,
  connect,
  listen,
  readWait,
  receive,
  send,
  writeWait,
} from './io/io.ts'
export { Scheduler } from './scheduler.ts'
export type { SchedulerOptions, TaskStatus, Turn } from './scheduler-options.ts'
export {
  type Body,
  type Caller,
  type Routine,
  type StartOptions,
  type System,
  SystemCall,
  systemCall,
  type Trap,
} from './system-call.ts'
export { testClock } from './test-clock.ts'
export type { Refuse, Wait, Wakers } from './wait.ts'
