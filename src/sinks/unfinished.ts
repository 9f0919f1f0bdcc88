// Lists the files and folders that were made and are not finished, so that whatever ends the process can remove them.

import { rmdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'

export type Kind = 'file' | 'folder'

const found = new Map<string, Kind>() // in the order in which they were made
const watchers = new Set<Watcher>()

/** Called with the whole path and the kind of each one; without the kind once it is finished or gone. */
export type Watcher = (path: string, kind?: Kind) => void

export function addUnfinished(name: string, kind: Kind): void {
  const path = resolve(name)
  if (found.size === 0) process.on('exit', removeUnfinished)
  found.set(path, kind)
  for (const watcher of watchers) watcher(path, kind)
}

/** It is finished, or gone. */
export function forgetUnfinished(name: string): void {
  const path = resolve(name)
  if (!found.delete(path)) return
  if (found.size === 0) process.off('exit', removeUnfinished)
  for (const watcher of watchers) watcher(path)
}

/** Removes all of them at once, as the process ends. A folder with something else in it stays. */
export function removeUnfinished(): void {
  removeAll(found)
  for (const path of [...found.keys()]) forgetUnfinished(path)
}

/** The same for a thread or process that was given the paths, as it cannot see the list. */
export function removeAll(paths: ReadonlyMap<string, Kind>): void {
  for (const [path, kind] of [...paths].reverse()) {
    try {
      if (kind === 'file') rmSync(path, { force: true })
      else rmdirSync(path)
    } catch {} // the others are removed all the same
  }
}

/** Reports all there are, and every change, until the function that it returns is called. */
export function watchUnfinished(watcher: Watcher): () => void {
  for (const [path, kind] of found) watcher(path, kind)
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
