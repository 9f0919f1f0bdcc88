// Finds what may be the records of a document: elements that repeat.

import { coroutine, type Receiver } from '../../core/coroutine.ts'
import { kernelEngine } from '../../engine/kernel/kernel.ts'
import { END, EVENT_WORDS, START, type Tape } from '../../engine/tape.ts'

/** Patterns, those further out first, with how often they occur. `encoding` is that of the bytes, if it is known. */
export function findPatterns(bytes: Uint8Array, encoding?: string): Map<string, number> {
  const paths = new Map<string, number>()
  const engine = kernelEngine(count(paths), encoding === undefined ? {} : { encoding })
  try {
    engine.write(bytes)
  } catch {} // what came before the fault will do
  engine.leave?.()
  const repeated = [...paths].filter(([path, times]) => times > 1 || depthOf(path) === 2)
  const ordered = repeated.sort(
    ([a, timesA], [b, timesB]) => depthOf(a) - depthOf(b) || timesB - timesA,
  )
  const names = new Map<string, number>()
  for (const [path, times] of ordered) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    names.set(name, (names.get(name) ?? 0) + times)
  }
  return new Map([...names, ...ordered])
}

const count = coroutine(function* (paths: Map<string, number>): Receiver<Tape> {
  const open: string[] = ['']
  while (true) {
    const { events, length, names } = yield
    for (let at = 0; at < length * EVENT_WORDS; at += EVENT_WORDS) {
      if (events[at] === START) {
        const path = `${open.at(-1)}/${names[events[at + 1] as number]?.qualified}`
        paths.set(path, (paths.get(path) ?? 0) + 1)
        open.push(path)
      } else if (events[at] === END) open.pop()
    }
  }
})

function depthOf(path: string): number {
  return path.split('/').length - 1
}
