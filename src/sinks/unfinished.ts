// Lists the files and folders that were made and are not finished, so that whatever ends the process can remove them.

import { rmdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'

export type Kind = 'file' | 'folder'

const found = new Map<string, Kind>() // in the order in which they were made
const watchers = new Set<Watcher>()

/** Told of each that is there, by its whole path, and with no kind when it is so no more. */
export type Watcher = (path: string, kind?: Kind) => void

export function addUnfinished(name: string, kind: Kind): void {
  const path = resolve(name)
  if (found.size === 0) process.on('exit', removeUnfinished)
  found.set(path, kind)
  for (const tell of watchers) tell(path, kind)
}

/** It is finished, or gone. */
export function forgetUnfinished(name: string): void {
  const path = resolve(name)
  if (!found.delete(path)) return
  if (found.size === 0) process.off('exit', removeUnfinished)
  for (const tell of watchers) tell(path)
}

/** Removes all of them at once, as the process ends. A folder with something else in it stays. */
export function removeUnfinished(): void {
  removeAll(found)
  for (const path of [...found.keys()]) forgetUnfinished(path)
}

/** The same by a thread or process that was told what there is, as it cannot see the list. */
export function removeAll(paths: ReadonlyMap<string, Kind>): void {
  for (const [path, kind] of [...paths].reverse()) {
    try {
      if (kind === 'file') rmSync(path, { force: true })
      else rmdirSync(path)
    } catch {} // the others are removed all the same
  }
}

/** Has told of all there are, and of every change, until the answer is called. */
export function watchUnfinished(tell: Watcher): () => void {
  for (const [path, kind] of found) tell(path, kind)
  watchers.add(tell)
  return () => watchers.delete(tell)
}
