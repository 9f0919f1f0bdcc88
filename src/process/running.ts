// Lists the groups of processes that were started and are not over, so that whatever ends this process can end them too.

const groups = new Set<number>()
const watchers = new Set<Watcher>()

/** Called with the number of each group, and whether it runs. */
export type Watcher = (group: number, isRunning: boolean) => void

export function addRunning(group: number): void {
  if (groups.size === 0) process.on('exit', killRunning)
  groups.add(group)
  for (const watcher of watchers) watcher(group, true)
}

/** It is over. */
export function forgetRunning(group: number): void {
  if (!groups.delete(group)) return
  if (groups.size === 0) process.off('exit', killRunning)
  for (const watcher of watchers) watcher(group, false)
}

/** Ends all of them at once, as the process ends. */
export function killRunning(): void {
  killAll(groups)
  for (const group of [...groups]) forgetRunning(group)
}

/** The same for a thread that was given the numbers, as it cannot see the list. */
export function killAll(numbers: Iterable<number>): void {
  for (const group of numbers) signalGroup(group, 'SIGKILL')
}

/** Sends a signal to all processes of a group; one that is over does not mind. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? group : -group, signal)
  } catch {}
}

/** Reports all there are, and every change, until the function that it returns is called. */
export function watchRunning(watcher: Watcher): () => void {
  for (const group of groups) watcher(group, true)
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
