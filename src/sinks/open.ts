// Turns destinations into sinks, each destination once, and keeps their outputs until the end.

import { resolve } from 'node:path'
import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import type { Writable } from '../record/lines.ts'
import type { Writing } from '../record/writing.ts'
import { Appended } from './appended.ts'
import { commitAll } from './commit-all.ts'
import { type Destination, findDestination } from './destination.ts'
import { File } from './file.ts'
import { jsonl } from './jsonl.ts'
import { type Loading, later } from './later.ts'
import type { Loaded, Opening } from './load.ts'
import { descriptorOf, mannerOf } from './manner.ts'
import type { Ending, Output } from './output.ts'
import { Pipe } from './pipe.ts'
import { Stdout } from './stdout.ts'
import { isTerminal } from './terminal.ts'

interface Known {
  target: Target<Writable>
  /** How it is written, to be told from another way. */
  how: string
}

type Load = typeof import('./load.ts')

export class Sinks {
  readonly #gate: Gate
  readonly #onClosed: () => void
  readonly #endings: Ending[] = []
  readonly #known = new Map<string, Known>()
  readonly #loading: Promise<void>[] = []
  #isAbandoned = false

  /** `onClosed` is called when a sink has become done because nobody reads what it writes. */
  constructor(gate: Gate, onClosed: () => void) {
    this.#gate = gate
    this.#onClosed = onClosed
  }

  /**
   * The sink of a destination: `-` for standard output, or a path. It takes records when `load` has resolved.
   *
   * @throws OutputError when it cannot be opened, UsageError when it is open in another manner.
   */
  open(destination: string, writing: Writing = {}): Target<Writable> {
    const opening = { destination, writing, ...mannerOf(destination, writing) }
    const descriptor = descriptorOf(destination)
    const isPlace = descriptor === undefined && !opening.isMany
    const place = isPlace ? findDestination(destination) : undefined
    const key = place?.path ?? (descriptor === undefined ? resolve(destination) : `${descriptor}`)
    const how = JSON.stringify([
      opening.format.name,
      opening.compression,
      { ...writing, format: '' },
    ])
    const known = this.#known.get(key)
    if (known && known.how !== how) {
      throw new UsageError(`${destination}: expected to be written in one way, found two`)
    }
    if (known) return known.target
    const target = this.#opened(opening, place, descriptor)
    this.#known.set(key, { target, how })
    return target
  }

  /** Loads what the sinks need that were opened so far. */
  async load(): Promise<void> {
    await Promise.all(this.#loading)
  }

  /** How many records were written to all of them. */
  get records(): number {
    return this.#endings.reduce((sum, ending) => sum + ending.records, 0)
  }

  /** Ends well: files appear when all of them, and stdout, are written. */
  async finish(): Promise<void> {
    await Promise.all(this.#endings.map((ending) => ending.flush()))
    commitAll(this.#endings)
  }

  /** Ends after a failure: no file appears, stdout keeps what it was given. */
  async abandon(): Promise<void> {
    this.#isAbandoned = true
    for (const ending of this.#endings) discard(ending)
    await Promise.allSettled(this.#loading)
    await Promise.allSettled(this.#endings.map((ending) => ending.flush()))
  }

  #opened(opening: Opening, place?: Destination, descriptor?: number): Target<Writable> {
    const { destination, writing, format } = opening
    if (opening.isMany) return this.#later(({ openMany }) => openMany(opening))
    if (format.makesFile) return this.#later(({ openFile }) => openFile(opening, place))
    const onClosed = () => {
      target.close()
      this.#onClosed()
    }
    const RegularFile = writing.append ? Appended : File
    const output = place
      ? new (place.isFile ? RegularFile : Pipe)(place.path, destination, this.#gate, onClosed)
      : new Stdout(this.#gate, onClosed, descriptor, descriptor === 1 ? 'stdout' : destination)
    this.#endings.push(output)
    const target = this.#into(output, opening, descriptor)
    return target
  }

  #into(output: Output, opening: Opening, descriptor?: number): Target<Writable> {
    const { destination, format, compression, takesLines } = opening
    const terminal = descriptor !== undefined && isTerminal(descriptor) ? descriptor : undefined
    if (terminal !== undefined && (format.isBinary || compression)) {
      throw new UsageError(`${destination}: expected a file or a pipe, found a terminal`)
    }
    if (takesLines && !compression) return jsonl(output, terminal !== undefined)
    return this.#later(async ({ compress, encode }) => {
      if (compression) await compress(output, opening, this.#gate)
      return { target: takesLines ? jsonl(output) : await encode(output, opening, terminal) }
    })
  }

  /** A sink of which most is loaded only for it. */
  #later(begin: (load: Load) => Promise<Loaded>): Target<Writable> {
    const loading: Loading = {}
    const loaded = import('./load.ts').then(begin).then(({ target, ending }) => {
      loading.target = target
      if (ending) this.#endings.push(ending)
      if (ending && this.#isAbandoned) discard(ending)
    })
    loaded.catch(() => {}) // told by `load`
    this.#loading.push(loaded)
    return later(loading)
  }
}

function discard(ending: Ending): void {
  try {
    ending.discard()
  } catch {} // the others are taken back all the same
}
