// Finds the fields of records, or of lines of them, and sums up the values of each.

import { StageError } from '../core/errors.ts'
import { MOST_BYTES, ROOT, TextCounter } from '../engine/text-counter.ts'
import { Summary, type SummaryPart } from '../expression/summary.ts'
import { IS_UNCOUNTED } from '../kernel/table/layout.ts'
import { type Lines, recordsIn } from '../record/lines.ts'
import { isDictionary, TEXT_KEY, textOf, type Value } from '../record/record.ts'
import { MOST_EXACT } from '../sketch/frequent.ts'

const MOST = 10_000 // fields

/** A field: its path, and where its values are counted in lines, if they are. */
interface Field<S> {
  summary: S
  place?: number
  /** Whether all values were added to the summary that came so far, and have to be added one by one. */
  isInOrder: boolean
}

/** A name, or a record, as the counter knows it. */
interface Place {
  number: number
  names: Map<string, Place | undefined>
}

export class SummedFields<S extends Summary | SummaryPart> {
  readonly #make: () => S
  readonly #isInOrder: boolean
  readonly #fields = new Map<string, Field<S>>()
  #counter: TextCounter | undefined
  readonly #root: Place = { number: ROOT, names: new Map() }
  /** Of those that the counter knows: each has one place. */
  readonly #paths = new Set<string>()
  /** By place. */
  readonly #places: Field<S>[] = []
  /** Of texts with a number, what they are and what they are in. */
  readonly #texts: [text: string, of: Field<S>][] = []
  records = 0

  /** `isInOrder` says that values are to be added one by one, as they come. */
  constructor(make: () => S, isInOrder: boolean) {
    this.#make = make
    this.#isInOrder = isInOrder
  }

  add(record: Value): void {
    if (record !== null) this.#walk('', record)
    this.records++
  }

  /** Takes JSON without white space. */
  addLines(lines: Lines): void {
    if (lines.bytes.length > MOST_BYTES) {
      for (const record of recordsIn(lines)) this.add(record)
      return
    }
    const after = this.records + lines.records
    this.#counter ??= new TextCounter(MOST_EXACT, (place, value, times) => {
      const { summary } = this.#places[place] as Field<S>
      if (summary instanceof Summary) summary.addNumber(textOf(value), times)
    })
    const counter = this.#counter
    counter.read(lines.bytes)
    while (!counter.isDone) {
      this.#addInOrder(counter.countLines(), counter)
      if (!counter.isStopped) continue
      const record = JSON.parse(counter.nextLine()) as Value
      if (this.#learn('', record, this.#root, counter)) counter.readAgain()
      else this.add(record)
    }
    this.records = after
  }

  /** Those of a path. */
  at(path: string): S {
    const field = this.#at(path)
    this.#settle(field)
    return field.summary
  }

  /** All, by path, in the order in which they were met, when no more come. */
  *summaries(): Generator<[path: string, summary: S]> {
    for (const [path, field] of this.#fields) {
      this.#settle(field, true)
      if (field.place !== undefined && this.#counter)
        field.summary.addRecords(this.#counter.takeRecords(field.place))
      yield [path, field.summary]
    }
  }

  #at(path: string): Field<S> {
    const known = this.#fields.get(path)
    if (known) return known
    if (this.#fields.size === MOST) {
      throw new StageError(`--stats: more than ${MOST} different fields`)
    }
    const made = { summary: this.#make(), isInOrder: this.#isInOrder }
    this.#fields.set(path, made)
    return made
  }

  #walk(path: string, value: Value): void {
    if (Array.isArray(value)) for (const item of value) this.#walk(path, item)
    else if (isDictionary(value)) {
      for (const name of Object.keys(value)) {
        this.#walk(below(path, name), value[name] as Value)
      }
    } else {
      const field = this.#at(path || TEXT_KEY)
      field.summary.meet(this.records)
      this.#addTo(field, textOf(value))
    }
  }

  /** Adds a value that was not read in lines. */
  #addTo(field: Field<S>, text: string): void {
    const { summary, place, isInOrder } = field
    const counter = this.#counter
    const isPart = !(summary instanceof Summary)
    if (!counter || isInOrder || isPart || place === undefined || !counter.sumUp(place)) {
      this.#settle(field)
      summary.add(text)
    } else counter.countText(place, summary.addFacts(text))
  }

  /** Adds what was counted or summed up, if that has not been done. */
  #settle(field: Field<S>, isEnd = false): void {
    if (field.isInOrder) return
    field.isInOrder = true
    const { summary, place } = field
    if (!this.#counter || !(summary instanceof Summary) || place === undefined) return
    this.#counter.wantInOrder(place)
    const sketch = this.#counter.takeSketch(place, isEnd)
    if (sketch) summary.takeSketch(sketch)
    else {
      for (const [value, times] of this.#counter.counted(place)) summary.add(textOf(value), times)
    }
  }

  #addInOrder(words: Uint32Array, counter: TextCounter): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number
      if (word >= IS_UNCOUNTED) {
        const field = this.#places[word - IS_UNCOUNTED] as Field<S>
        const value = counter.valueAt(words[at + 1] as number, words[at + 2] as number)
        at += 2
        this.#settle(field)
        field.summary.add(textOf(value))
      } else {
        const [text, { summary }] = this.#texts[word] ?? this.#know(word, counter)
        summary.add(text)
      }
    }
  }

  #know(number: number, counter: TextCounter): [string, Field<S>] {
    const { value, place } = counter.known(number)
    const known: [string, Field<S>] = [textOf(value), this.#places[place] as Field<S>]
    this.#texts[number] = known
    return known
  }

  /** Gives the counter names and values; answers whether any are new to it. */
  #learn(path: string, value: Value, place: Place | undefined, counter: TextCounter): boolean {
    let isNew = false
    if (Array.isArray(value)) {
      for (const item of value) if (this.#learn(path, item, place, counter)) isNew = true
    } else if (isDictionary(value)) {
      for (const name of Object.keys(value)) {
        const way = below(path, name)
        const size = place?.names.size
        const inside = place && this.#placeOf(way, name, place, counter)
        if (inside && place.names.size !== size) isNew = true
        if (this.#learn(way, value[name] as Value, inside, counter)) isNew = true
      }
    } else {
      const field = this.#at(path || TEXT_KEY)
      const isUnknown = place && field.place === undefined
      if (isUnknown && (path !== '' || this.#claim(TEXT_KEY))) {
        field.place = place.number
        this.#places[place.number] = field
        counter.takeIn(place.number)
        if (field.isInOrder) counter.wantInOrder(place.number)
        isNew = true
      }
    }
    return isNew
  }

  /** Nothing for a name that JavaScript may put in another order, and for a path that another place has. */
  #placeOf(
    path: string,
    name: string,
    { number, names }: Place,
    counter: TextCounter,
  ): Place | undefined {
    const known = names.get(name)
    if (known || names.has(name)) return known
    const isFit = name !== '' && !/^\d/.test(name) && this.#claim(path)
    const added = isFit ? counter.addPlace(number, name) : undefined
    const place = added === undefined ? undefined : { number: added, names: new Map() }
    names.set(name, place)
    return place
  }

  /** Answers whether no other place has it. */
  #claim(path: string): boolean {
    return this.#paths.size < this.#paths.add(path).size
  }
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}
