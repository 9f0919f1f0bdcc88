// Provides a stream of NATS as a sink: each record is a message, whose id says where the record is from.

import { createHash, randomUUID } from 'node:crypto'
import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { jsonOf } from '../formats/jsonl.ts'
import { Publisher } from '../nats/publisher.ts'
import { Lines, recordsIn, type Writable } from '../record/lines.ts'
import { type Provenance, placeOnItsWay } from '../record/provenance.ts'
import type { Value } from '../record/record.ts'
import type { Committable } from './output.ts'
import { parseStreamAddress, type StreamAddress } from './stream-address.ts'
import { SubjectTemplate } from './subject-template.ts'

/** What is known of where records are from, so that their messages are the same in each run. */
export interface Origins {
  /** What else they depend on. */
  readonly work: string
  /** What an input is known by; undefined if it may be another one each time. */
  identityOf(file: string): string | undefined
  /** The place of the record that is on its way, where that is not its offset. */
  place?(): number
}

export interface PublishedOptions {
  gate: Gate
  /** Undefined if places of records say nothing. */
  origins: Origins | undefined
  onRemark: (topic: string, fact: string) => void
}

export class Published implements Committable {
  records = 0
  readonly #to: StreamAddress
  readonly #publisher: Publisher
  readonly #template: SubjectTemplate
  readonly #ids: Ids
  readonly #onRemark: (topic: string, fact: string) => void
  #settled: Promise<void> | undefined
  #isSilent = false

  /** @throws OutputError when there is no server, no such stream, or no one subject. */
  static async open(
    destination: string,
    { gate, origins, onRemark }: PublishedOptions,
  ): Promise<Published> {
    const to = parseStreamAddress(destination)
    const { address, template, window } = to
    const publisher = await Publisher.open(address, {
      window,
      subjects: template ? [template.pattern] : [],
      onFull: () => gate.shut(),
      onRoom: () => gate.open(),
      onFailure: (error) => gate.fail(error),
    })
    try {
      const chosen = template ?? onlySubject(publisher.subjects, address.shown)
      return new Published(to, publisher, chosen, origins, onRemark)
    } catch (error) {
      await publisher.close()
      throw error
    }
  }

  private constructor(
    to: StreamAddress,
    publisher: Publisher,
    template: SubjectTemplate,
    origins: Origins | undefined,
    onRemark: (topic: string, fact: string) => void,
  ) {
    this.#onRemark = onRemark
    this.#to = to
    this.#publisher = publisher
    this.#template = template
    this.#ids = new Ids(to, origins)
  }

  get target(): Target<Writable> {
    return messages(this)
  }

  /** @throws OutputError when it cannot be in the stream, or an earlier one is not. */
  write(record: Value): boolean {
    if (this.#isSilent) return false
    const place = placeOnItsWay()
    const payload = Buffer.from(jsonOf(record))
    for (const subject of this.#template.subjectsFor(record)) {
      const { id, name } = this.#ids.next(place)
      this.#publisher.publish({ subject, id, payload, name })
    }
    this.records++
    return true
  }

  /** All that was given is in the stream. */
  async keep(): Promise<void> {
    await this.#publisher.settled()
  }

  flush(): Promise<void> {
    this.#settled ??= this.#end()
    return this.#settled
  }

  async #end(): Promise<void> {
    try {
      await this.#publisher.settled()
    } finally {
      await this.#publisher.close()
    }
    const { duplicates, acknowledged } = this.#publisher
    if (duplicates === 0) return
    const fact = `${duplicates} of ${acknowledged} messages were there already, by their ids`
    this.#onRemark('duplicates', fact)
  }

  commit(): void {}

  discard(): void {}

  /** What is in flight is not waited for. */
  async interrupt(): Promise<void> {
    this.#publisher.fail(new OutputError(`${this.#to.address.shown}: interrupted`))
  }

  silence(): void {
    this.#isSilent = true
  }
}

const messages: (to: Published) => Target<Writable> = coroutine(function* (
  to: Published,
): Receiver<Writable> {
  while (true) {
    const item = yield
    const records = item instanceof Lines ? recordsIn(item) : [item]
    for (const record of records) if (!to.write(record)) return
  }
})

function onlySubject(subjects: readonly string[], shown: string): SubjectTemplate {
  const [subject = '', ...others] = subjects
  if (others.length === 0 && !/[*>]/.test(subject)) {
    return new SubjectTemplate(subject.replace(/[{}]/g, '$&$&'), shown)
  }
  throw new OutputError(
    `${shown}: expected subject=…, as the stream takes ${subjects.map((each) => JSON.stringify(each)).join(', ')}`,
  )
}

/**
 * Names messages. Those of records whose place is known are named by the input, what is made of it and the place, so
 * that another run of the same command names them so too; others by this run and their number.
 */
class Ids {
  readonly #to: StreamAddress
  readonly #origins: Origins | undefined
  readonly #prefixes = new Map<string, string | undefined>()
  readonly #run = randomUUID().replaceAll('-', '')
  #count = 0 // of those without a place
  #file = ''
  #place = -1
  #times = 0 // that a message had this place

  constructor(to: StreamAddress, origins: Origins | undefined) {
    this.#to = to
    this.#origins = origins
  }

  /** The id of the next message, and what errors call it. */
  next(from: Provenance | undefined): { id: string; name: string } {
    const prefix = from && this.#origins && this.#prefix(this.#origins, from.file)
    if (!from || prefix === undefined) {
      const count = ++this.#count
      return { id: `${this.#run}:${count}`, name: `message ${count}` }
    }
    const place = this.#origins?.place?.() ?? from.offset
    const isSame = from.file === this.#file && place === this.#place
    this.#times = isSame ? this.#times + 1 : 0
    this.#file = from.file
    this.#place = place
    const id = `${prefix}:${place}${this.#times === 0 ? '' : `.${this.#times}`}`
    return { id, name: `${from.file}: record ${from.record}, at byte ${from.offset}` }
  }

  #prefix(origins: Origins, file: string): string | undefined {
    if (this.#prefixes.has(file)) return this.#prefixes.get(file)
    const identity = this.#to.source ?? origins.identityOf(file)
    const { address } = this.#to
    const subject = address.parameters.get('subject')
    const name = origins.place ? '' : file // the places of a stream are its own, whoever takes them
    const parts = [identity, name, address.stream, subject, origins.work]
    const prefix =
      identity === undefined
        ? undefined
        : createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
    this.#prefixes.set(file, prefix)
    return prefix
  }
}
