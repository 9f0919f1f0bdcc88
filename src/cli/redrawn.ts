// Shows lines on the terminal of stdout in place of those before.

import { columnsOf } from '../sinks/terminal.ts'
import { print } from './print.ts'

const UP = '\x1b[A'
const CLEAR = '\x1b[0J'

export class Redrawn {
  #height = 0

  /** How many lines fit. */
  get rows(): number {
    return process.stdout.rows || 24
  }

  show(lines: readonly string[]): void {
    const columns = columnsOf(1) - 1 // the last one would move the cursor to the next line
    const fitting = lines.map((line) => [...line].slice(0, columns).join(''))
    print(`${UP.repeat(this.#height)}\r${CLEAR}${fitting.join('\n')}`)
    this.#height = fitting.length
  }
}
