// Provides the input of a command as an output. A command that fails is a failure of the run.

import { messageOf, OutputError } from '../core/errors.ts'
import type { Gate } from '../core/gate.ts'
import { Command } from '../process/command.ts'
import { Output } from './output.ts'
import { StreamWriter } from './stream-writer.ts'
import type { Writer } from './writer.ts'

/** After another failure it has what it was given, and its input ends, as that of what reads a pipe does. */
export class Exec extends Output {
  readonly #name: string
  readonly #command: Command
  protected writer: Writer

  /** @throws OutputError when the system cannot run it. */
  constructor(command: string, name: string, gate: Gate, onClosed: () => void) {
    super()
    this.#name = name
    try {
      this.#command = new Command(command, 'inherit')
    } catch (error) {
      throw new OutputError(`${name}: cannot be run: ${messageOf(error)}`)
    }
    this.writer = new StreamWriter(this.#command.stdin, { name, gate, onClosed })
    this.#command.failure.then((how) => {
      if (how !== undefined) gate.fail(new OutputError(`${name}: ${how}`))
    })
  }

  protected override async writeOut(): Promise<void> {
    await this.writer.flush()
    const how = await this.#command.failure
    if (how !== undefined) throw new OutputError(`${this.#name}: ${how}`)
  }

  interrupt(): Promise<void> {
    return this.#command.end(true)
  }
}
