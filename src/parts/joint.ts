// Joins what the parts of a document send to one exit, in their order: a target in front of the second half of a pipeline.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { lasting } from '../core/lasting.ts'
import type { Calls } from '../expression/calls.ts'
import type { PlannedStage } from '../plan/plan.ts'
import { areLinesTaken } from '../plan/rows-run.ts'
import { stageNamed } from '../plan/stages.ts'
import { type StartStage, type Wiring, wire } from '../plan/wire.ts'
import { Lines, recordsIn, type Writable } from '../record/lines.ts'
import { get, isDictionary, type Value } from '../record/record.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { layoutOf, Written } from '../sinks/written.ts'
import { type Gathering, gather, gathered, type Whole } from '../stages/gathering.ts'
import type { OpenSink } from '../stages/stage.ts'
import type { Exit } from './seam.ts'

export class Joint {
  /** What follows, to be ended after the last part. */
  readonly end: Target<never>
  /** Takes what comes, and outlives the line that sends it. */
  readonly target: Target<Writable>
  /** Takes what comes of parts that others have read. */
  readonly parts: Target<Writable>
  /** Whether it takes lines as they are: they need not become records first. */
  readonly takesLines: boolean
  /** The stage that gathers, if that is what follows. */
  readonly stage: PlannedStage | undefined
  readonly #gathering: Gathering | undefined
  /** The sink of what parts may write themselves. */
  readonly #written: Target<never> | undefined
  #whole: Whole | undefined
  /** How many records of those that this thread reads next have come already. */
  #passed = 0

  constructor(exit: Exit, openSink: OpenSink, wiring: Wiring) {
    const rest =
      'destination' in exit
        ? openSink(exit.destination, exit.writing)
        : wire(exit.pipeline, openSink, wiring)
    if (exit.form === 'written') this.#written = rest
    this.takesLines = takesLines(exit)
    if (exit.form === 'gathered') {
      const { stage, argument } = exit.stage
      this.stage = exit.stage
      this.#gathering = stageNamed(stage).parts(argument) as Gathering
      this.end = gathered(
        {
          add: (record) => this.#gathered.add(record),
          merge: (state) => this.#gathered.merge(state),
          results: () => this.#gathered.results(true),
        },
        areLinesTaken(exit.pipeline) ? rest : unfolded(rest),
      )
      this.target = lasting(rest, (result) => this.#mergeCount(result as Value))
      this.parts = this.target
    } else {
      const into: Target<Writable> = this.takesLines ? rest : unfolded(rest)
      this.end = into as Target<never>
      this.target = lasting(into, (item: Writable) => this.#pass(item, into))
      this.parts = lasting(into, (item: Writable) => into.send(item))
    }
  }

  /** How others are to write what they send here; as lines if that is not known. */
  get layout(): unknown {
    return this.#written && layoutOf(this.#written)
  }

  /** Starts the stage that gathers, for a line in this thread: it adds to what parts have gathered. */
  start(calls: Calls | undefined): Target<Value> {
    this.#whole = this.#gathering?.whole(calls)
    return lasting(this.end, (record: Value) => {
      gather(record, this.#gathered)
      return !this.end.done
    })
  }

  /** Takes what the stage has gathered of the next part. */
  merge(state: unknown): void {
    this.#gathered.merge(state)
  }

  get #gathered(): Whole {
    this.#whole ??= (this.#gathering as Gathering).whole()
    return this.#whole
  }

  /** The kernel counts records, and sends what the stage would send. */
  #mergeCount(result: Value): boolean {
    this.merge(isDictionary(result) ? get(result, 'count') : 0)
    return true
  }

  /** Has so many records left out where a part is read once more: they have come. */
  beginAgain(came: number): void {
    this.#passed = came
  }

  #pass(item: Writable, into: Target<Writable>): boolean {
    const records = item instanceof Lines ? item.records : 1
    if (this.#passed === 0) return into.send(item)
    const rest = this.#passed < records ? without(item as Lines, this.#passed) : undefined
    this.#passed = Math.max(0, this.#passed - records)
    return rest === undefined ? !into.done : into.send(rest)
  }
}

/** All that opens stages of the first half, in this thread. */
export function startsAt(joints: readonly Joint[], usual: StartStage): StartStage {
  return (planned, target, open, wiring) => {
    const joint = joints.find(({ stage }) => stage === planned)
    return joint ? joint.start(wiring.calls) : usual(planned, target, open, wiring)
  }
}

/** Whether what comes first needs no records. */
function takesLines(exit: Exit): boolean {
  if ('destination' in exit) return formatOfDestination(exit.destination, exit.writing).takesLines
  const [first] = exit.pipeline.stages
  return first !== undefined && stageNamed(first.stage).takesLines === true
}

/** Records that come as lines, as they are; what was written elsewhere is passed on. */
const unfolded: (target: Target<Writable>) => Target<Writable> = coroutine(function* (
  target: Target<Writable>,
): Receiver<Writable> {
  let goesOn = true
  while (goesOn) {
    const item = yield
    goesOn = isFolded(item) ? sendEach(recordsIn(item), target) : target.send(item)
  }
})

function sendEach(records: Iterable<Value>, target: Target<Value>): boolean {
  for (const record of records) if (!target.send(record)) return false
  return true
}

function isFolded(item: Writable): item is Lines {
  return item instanceof Lines && !(item instanceof Written)
}

const NEWLINE = 0x0a

/** Lines without the first ones. What was written elsewhere comes in parts that are read once. */
function without({ bytes, records }: Lines, passed: number): Lines {
  let at = 0
  for (let n = 0; n < passed; n++) at = bytes.indexOf(NEWLINE, at) + 1
  return new Lines(bytes.subarray(at), records - passed)
}
