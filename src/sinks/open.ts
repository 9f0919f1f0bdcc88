// Turns destinations into sinks, each destination once, and keeps their outputs until the end.

import type { Target } from '../core/coroutine.ts'
import { UsageError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { quietly } from '../core/quietly.ts'
import { isNats } from '../nats/address.ts'
import type { Writable } from '../record/lines.ts'
import type { Scopes } from '../record/scopes.ts'
import type { Writing } from '../record/writing.ts'
import { Appended } from './appended.ts'
import { Claims, identitiesOf } from './claims.ts'
import { commitAll, concludeAll } from './commit-all.ts'
import { deferred, type Loading } from './deferred.ts'
import { type Destination, findDestination } from './destination.ts'
import { descriptorOf, formatOfDestination, nameOf, placeOf } from './destination-format.ts'
import { discard } from './discard.ts'
import { isFar } from './far-destination.ts'
import { File } from './file.ts'
import { jsonl } from './jsonl.ts'
import type { Appearing, Keeping } from './keeping.ts'
import { Live } from './live.ts'
import type { Loaded, Opening } from './load.ts'
import type { Committable, Output } from './output.ts'
import { Pipe } from './pipe.ts'
import type { Origins } from './published.ts'
import { Stdout } from './stdout.ts'
import { isTerminal } from './terminal.ts'

interface Known {
  /** Its first name. */
  destination: string
  target: Target<Writable>
  /** How it is written, so that another way is noticed. */
  how: string
}

/** What sinks need to know, and how they report. */
export interface SinkContext {
  /** The fields of all records that a destination receives, where that is known before they come. */
  fieldsOf?: (destination: string) => readonly string[] | undefined
  onWarning?: (message: string) => void
  /** What is declared around records, as far as it was read. */
  scopes?: Scopes
  /** What stands for standard output, if that is none. */
  stdout?: Output
  /** For a job that another run may go on with. */
  keeping?: Keeping
  /** What is known of where records are from. */
  origins?: Origins
}

const MOST_MIXED = 10 // fields of a destination

type Load = typeof import('./load.ts')

export class Sinks {
  readonly #gate: Gate
  readonly #onClosed: () => void
  readonly #claims: Claims
  readonly #context: SinkContext
  readonly #committables: Committable[] = []
  readonly #places = new Map<Committable, string>()
  /** Those that appear whatever the end of the run, and what is sent to them. */
  readonly #kept = new Set<Committable>()
  readonly #logs: Target<Writable>[] = []
  readonly #known = new Map<string, Known>()
  readonly #loading: Promise<void>[] = []
  #isAbandoned = false

  /**
   * `onClosed` is called when a sink is done because its reader has gone; `claims` knows the files
   * that are read.
   */
  constructor(
    gate: Gate,
    onClosed: () => void,
    claims: Claims = new Claims(),
    context: SinkContext = {},
  ) {
    this.#context = context
    this.#gate = gate
    this.#onClosed = onClosed
    this.#claims = claims
  }

  /**
   * The sink of a destination: `-` for standard output, or a path. It takes records when `load` has resolved.
   *
   * @throws OutputError when it cannot be opened, UsageError when it is open in another format or by another name, or
   * is read.
   */
  open(destination: string, writing: Writing = {}): Target<Writable> {
    const opening = this.#openingOf(destination, writing)
    const descriptor = descriptorOf(destination)
    const isElsewhere = isFar(destination)
    const isPlace = descriptor === undefined && !opening.isMany && !isElsewhere
    const place = isPlace ? findDestination(destination) : undefined
    const stdout = descriptor === 1 ? this.#context.stdout : undefined
    const key = stdout ? '-' : (place?.path ?? keyOf(destination, descriptor))
    const isLog =
      writing.live === true && descriptor === undefined && !isElsewhere && place?.isFile !== false
    const { live: _, format: __, ...rest } = writing
    const { format, compression, fields } = opening
    const how = JSON.stringify([format.name, compression, isLog, rest, fields])
    const known = this.#known.get(key)
    if (known) {
      const isLink = place?.isFile === true && placeOf(known.destination) !== placeOf(destination)
      if (isLink)
        throw new UsageError(
          `${nameOf(destination)}: is written as ${nameOf(known.destination)} too`,
        )
      if (known.how === how) return known.target
      throw new UsageError(`${nameOf(destination)}: expected to be written in one way, found two`)
    }
    const claimed = place?.path ?? descriptor
    if (claimed !== undefined && !stdout) this.#claims.insist(claimed, nameOf(destination))
    const target = stdout
      ? this.#into(this.#keep(stdout, opening), opening)
      : this.#opened(opening, place, descriptor)
    if (isLog) this.#logs.push(target)
    this.#known.set(key, { destination, target, how })
    return target
  }

  /** Loads what the sinks need that were opened so far. */
  async load(): Promise<void> {
    await Promise.all(this.#loading)
  }

  /** How many records were written to all of them. */
  get records(): number {
    return this.#committables.reduce((sum, committable) => sum + committable.records, 0)
  }

  /** Has all that was written so far made safe; answers by place what has to be known to go on. */
  async keep(): Promise<[place: string, state: unknown][]> {
    const all = this.#committables.map(
      async (each): Promise<[string, unknown]> => [
        this.#places.get(each) ?? '',
        await each.keep?.(),
      ],
    )
    return Promise.all(all)
  }

  /** The files that appear in the end. */
  get appearing(): Appearing {
    return this.#committables.flatMap(({ appearing = [] }) => appearing)
  }

  /** Ends well: files appear when all of them, and stdout, are written; before that `onWritten` is called. */
  async finish(onWritten: (files: Appearing) => void = () => {}): Promise<void> {
    for (const log of this.#logs) log.close()
    await Promise.all(this.#committables.map((committable) => committable.flush()))
    onWritten(this.appearing)
    await concludeAll(this.#committables)
    commitAll(this.#committables)
  }

  /** Writes nothing more, but to logs. */
  silence(): void {
    for (const committable of this.#committables)
      if (!this.#kept.has(committable)) committable.silence?.()
  }

  /** Ends after a failure: no file appears but logs, stdout keeps what it was given. */
  async abandon(isInterrupted = false): Promise<void> {
    this.#isAbandoned = true
    for (const committable of this.#committables)
      if (!this.#kept.has(committable)) discard(committable)
    await Promise.allSettled(this.#loading)
    for (const log of this.#logs) quietly(() => log.close())
    if (isInterrupted) await Promise.all(this.#committables.map((each) => each.interrupt?.()))
    await Promise.allSettled(
      this.#committables.map(async (committable) => {
        await committable.flush()
        if (this.#kept.has(committable)) committable.commit()
      }),
    )
  }

  #openingOf(destination: string, writing: Writing): Opening {
    const resolved = formatOfDestination(destination, writing)
    const { fieldsOf, onWarning = () => {}, scopes, keeping } = this.#context
    if (scopes && resolved.format.takes.includes('prefixes')) scopes.isAsked = true
    const isTable = resolved.format.takes.includes('columns')
    const mixed = new Set<string>()
    const remarked = new Set<string>()
    return {
      destination,
      writing,
      ...resolved,
      ...{ scopes, keeping },
      fields: isTable ? fieldsOf?.(destination) : undefined,
      onRemark(topic, fact) {
        if (remarked.has(topic)) return
        remarked.add(topic)
        onWarning(`${nameOf(destination)}: ${fact}`)
      },
      onMixed(field) {
        if (mixed.has(field) || mixed.size === MOST_MIXED) return
        mixed.add(field)
        const fact = `field ${JSON.stringify(field)} is text in some records and a dictionary in others`
        onWarning(`${nameOf(destination)}: ${fact}: dictionaries are written as JSON`)
      },
    }
  }

  #opened(opening: Opening, place?: Destination, descriptor?: number): Target<Writable> {
    const { destination, writing, format, isMany, keeping } = opening
    if (isNats(destination)) {
      const { origins } = this.#context
      return this.#deferred(opening, ({ openStream }) => openStream(opening, this.#gate, origins))
    }
    if (isFar(destination)) return this.#far(opening)
    if (isMany) return this.#deferred(opening, ({ openMany }) => openMany(opening, this.#claims))
    if (format.makesFile) return this.#deferred(opening, ({ openFile }) => openFile(opening, place))
    if (keeping && place?.isFile) {
      return this.#deferred(opening, ({ openKept }) => openKept(opening, place.path, this.#gate))
    }
    const onClosed = () => {
      target.close()
      this.#onClosed()
    }
    const RegularFile = writing.append
      ? Appended
      : writing.live && format.isAppendable
        ? Live
        : File
    const { compression } = opening
    const output = place
      ? new (place.isFile ? RegularFile : Pipe)(
          place.path,
          destination,
          this.#gate,
          onClosed,
          compression,
        )
      : new Stdout(this.#gate, onClosed, descriptor, nameOf(destination))
    const target = this.#into(this.#keep(output, opening), opening, descriptor)
    return target
  }

  /** A command or a connection, which few runs need. */
  #far(opening: Opening): Target<Writable> {
    const onClosed = () => {
      target.close()
      this.#onClosed()
    }
    const target = this.#deferred(opening, async (load) => {
      const output = this.#keep(await load.openFar(opening, this.#gate, onClosed), opening)
      return { target: await load.encodeInto(output, opening, this.#gate) }
    })
    return target
  }

  #into(output: Output, opening: Opening, descriptor?: number): Target<Writable> {
    const { destination, format, compression, isLines } = opening
    const terminal = descriptor !== undefined && isTerminal(descriptor) ? descriptor : undefined
    if (terminal !== undefined && (format.isBinary || compression)) {
      throw new UsageError(`${destination}: expected a file or a pipe, found a terminal`)
    }
    if (isLines && !compression) return jsonl(output, terminal !== undefined)
    return this.#deferred(opening, async ({ compress, encode }) => {
      await compress(output, opening, this.#gate)
      return { target: isLines ? jsonl(output) : await encode(output, opening, terminal) }
    })
  }

  /** Until the end of the run. */
  #keep<T extends Committable>(committable: T, { destination, writing }: Opening): T {
    this.#committables.push(committable)
    this.#places.set(committable, placeOf(destination))
    if (writing.live) this.#kept.add(committable)
    else if (this.#isAbandoned) discard(committable)
    return committable
  }

  /** A sink of which most is loaded only for it. */
  #deferred(opening: Opening, begin: (load: Load) => Promise<Loaded>): Target<Writable> {
    const loading: Loading = {}
    const loaded = import('./load.ts').then(begin).then(({ target, committable }) => {
      loading.target = target
      if (committable) this.#keep(committable, opening)
    })
    loaded.catch(() => {}) // reported by `load`
    this.#loading.push(loaded)
    return deferred(loading)
  }
}

function keyOf(destination: string, descriptor: number | undefined): string {
  if (descriptor === undefined) return placeOf(destination)
  return identitiesOf(descriptor)[0] ?? String(descriptor)
}
