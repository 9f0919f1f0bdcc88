// Provides what a command line asks for, which the flags fill in one after the other.

import { UsageError } from '../core/errors.ts'
import { type Json, type Pipeline, type Plan, STDIN } from '../plan/plan.ts'
import { STAGES, stageNamed } from '../plan/stages.ts'
import type { Writing } from '../record/writing.ts'
import type { CommandName } from './commands.ts'

export class Request {
  readonly command: 'run' | CommandName
  /** What to print instead of doing that. */
  shows?: 'plan' | 'short help' | 'long help' | 'version'
  /** No record written is exit code 1. */
  needsRecords = false
  readonly plan: Plan = { inputs: [], pipeline: { stages: [] } }
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

  /** Adds to the stage given last what a flag behind it says. */
  addModifier(name: string, text: string): void {
    const last = this.#pipeline.stages.at(-1)
    const modifier = last && stageNamed(last.stage).modifiers?.find((each) => each.name === name)
    if (!last || !modifier) {
      const owners = STAGES.filter(({ modifiers }) => modifiers?.some((each) => each.name === name))
      const flags = owners.map((stage) => `--${stage.name}`).join(' or ')
      throw new UsageError(`--${name}: belongs right behind ${flags}`)
    }
    last.argument = modifier.add(last.argument, text)
  }

  addDestination(destination: string): void {
    if (destination === '') throw new UsageError('--to: expected a file, or - for stdout')
    this.#pipeline.to = [...(this.#pipeline.to ?? []), destination]
  }

  /** Adds to how the destinations of the branch are written, whether they stand before or behind. */
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

  addInputs(inputs: string[]): void {
    this.plan.inputs.push(...inputs)
    if (this.plan.inputs.filter((input) => input === STDIN).length > 1) {
      throw new UsageError('stdin can be read only once')
    }
  }

  addBranch(): void {
    this.#pipeline = { stages: [] }
    this.plan.pipeline.branches = [...(this.plan.pipeline.branches ?? []), this.#pipeline]
  }
}
