// Provides what a command line asks for, which the flags fill in one after the other.

import { UsageError } from '../core/errors.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { bent } from '../mapping/presets.ts'
import { type Json, type Pipeline, type Plan, STDIN } from '../plan/plan.ts'
import { STAGES, stageNamed } from '../plan/stages.ts'
import type { Writing } from '../record/writing.ts'
import type { Part } from '../split/part.ts'
import type { Wanted } from '../split/shares.ts'
import type { Clustering } from './clustering.ts'
import type { CommandName } from './commands.ts'
import { readList } from './list.ts'
import type { ProgressForm } from './progress/form.ts'
import type { Serving } from './serving.ts'

/** What `infer` writes. */
export const SHAPE_TEXTS = ['shape', 'json-schema', 'typescript', 'sql'] as const

export class Request {
  readonly command: CommandName
  /** What to print instead of doing that. */
  shows?: 'plan' | 'plan as JSON' | 'short help' | 'long help' | 'version'
  /** No record written is exit code 1. */
  needsRecords = false
  /** Nothing but errors is printed. */
  isQuiet = false
  /** What is reported of it while it runs. */
  progress: ProgressForm = 'auto'
  /** How to report, afterwards, what it did. */
  report?: 'table' | 'json'
  /** How many threads read; as many as there are cores if not given. */
  jobs?: number
  /** Whether records of several inputs may be mixed. */
  unordered?: boolean
  /** The file that says how far a job is. */
  checkpoint?: string
  /** Whether inputs were named in a list: then none means none, not stdin. */
  hasList = false
  /** Files that were read for the command line itself; 0 is stdin. */
  readonly reads: (string | number)[] = []
  /** The shape file with which records are read. */
  shape?: string
  /** The file that has the plan. */
  planFile?: string
  /** Whether flags may start processes, where that was said; a plan from a file may if it was said of it. */
  execution?: 'refused' | 'allowed'
  /** What `infer` writes, and how much of the documents is read for it. */
  writes: (typeof SHAPE_TEXTS)[number] = 'shape'
  limit?: number
  /** How much of a tree is drawn. */
  depth?: number
  width = 40
  /** How `split` cuts. */
  wanted?: Wanted
  /** The manifest of which a part is read, and the number or the id of that. */
  manifest?: string
  partNamed?: string
  /** The part, when it was found there. */
  part?: Part
  /** How parts are taken from a stream of jobs, or shown. */
  readonly clustering: Clustering = {}
  /** How clients are served. */
  readonly serving: Serving = { tcp: [], http: [], limits: {} }
  #usesStdin = false
  plan: Plan = { inputs: [], pipeline: { stages: [] } }
  #dialect: Mapping = {}
  #mapping: Mapping = {} // what flags say beside it
  #pipeline: Pipeline = this.plan.pipeline // the trunk, then the branch begun last

  constructor(command: Request['command'] = 'run') {
    this.command = command
  }

  addStage(name: string, text: string): void {
    const stage = stageNamed(name)
    if (this.#pipeline.to) {
      throw new UsageError(
        `--${name} after --to: --tee DEST writes and goes on, --to ends a branch`,
      )
    }
    const argument: Json = stage.parse(text)
    this.#pipeline.stages.push({ stage: name, argument })
  }

  /** Adds to the stage given last what a flag after it says. */
  addModifier(name: string, text: string): void {
    const last = this.#pipeline.stages.at(-1)
    const modifier = last && stageNamed(last.stage).modifiers?.find((each) => each.name === name)
    if (!last || !modifier) {
      const owners = STAGES.filter(({ modifiers }) => modifiers?.some((each) => each.name === name))
      const flags = owners.map((stage) => `--${stage.name}`).join(' or ')
      throw new UsageError(`--${name}: belongs right after ${flags}`)
    }
    last.argument = modifier.add(last.argument, text)
  }

  addDestination(destination: string): void {
    if (destination === '') throw new UsageError('--to: expected a file, or - for stdout')
    this.#pipeline.to = [...(this.#pipeline.to ?? []), destination]
  }

  /** Adds to how the destinations of the branch are written, whether they come before or after. */
  addWriting(flag: string, part: Writing): void {
    const { writing = {} } = this.#pipeline
    for (const key of Object.keys(part)) {
      if (Object.hasOwn(writing, key)) throw new UsageError(`${flag}: given twice for one branch`)
    }
    this.#pipeline.writing = { ...writing, ...part }
  }

  addPrefix(prefix: string, uri: string): void {
    const { writing = {} } = this.#pipeline
    this.#pipeline.writing = { ...writing, prefixes: { ...writing.prefixes, [prefix]: uri } }
  }

  /** Takes a published dialect, which the other flags bend, wherever they stand. */
  takeDialect(dialect: Mapping): void {
    this.#dialect = dialect
    this.plan.mapping = bent(this.#dialect, this.#mapping)
  }

  /** Adds to how an element becomes a record what `part` makes of what other flags said. */
  addMapping(part: (mapping: Mapping) => Mapping): void {
    this.#mapping = { ...this.#mapping, ...part(this.#mapping) }
    this.plan.mapping = bent(this.#dialect, this.#mapping)
  }

  addInputs(inputs: string[]): void {
    for (const input of inputs) {
      if (input === STDIN) this.useStdin()
      this.plan.inputs.push(input)
    }
  }

  /** Takes a whole plan; inputs that were named already take the place of its own. */
  takePlan(plan: Plan, from: string): void {
    const { inputs } = this.plan
    const areNamed = inputs.length > 0 || this.hasList
    this.reads.push(from === STDIN ? 0 : from)
    this.hasList = true // even where it has no inputs
    this.plan = { ...plan, inputs }
    if (!areNamed) this.addInputs(plan.inputs)
  }

  /** Adds the inputs that a list names, which may be none. */
  addList(path: string): void {
    if (path === STDIN) this.useStdin()
    this.hasList = true
    this.reads.push(path === STDIN ? 0 : path)
    this.addInputs(readList(path))
  }

  /** @throws UsageError when something else reads it too. */
  useStdin(): void {
    if (this.#usesStdin) throw new UsageError('stdin can be read only once')
    this.#usesStdin = true
  }

  /** @throws UsageError for a stage without a flag that has to follow it. */
  checkModifiers(): void {
    const { pipeline } = this.plan
    for (const { stages } of [pipeline, ...(pipeline.branches ?? [])]) {
      for (const { stage, argument } of stages) stageNamed(stage).describe(argument)
    }
  }

  addBranch(): void {
    this.#pipeline = { stages: [] }
    this.plan.pipeline.branches = [...(this.plan.pipeline.branches ?? []), this.#pipeline]
  }
}
