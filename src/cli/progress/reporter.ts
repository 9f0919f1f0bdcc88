// Reports how far a job is: in the last line of a terminal, or line by line.

import { readFileSync } from 'node:fs'
import { isTerminal, terminal } from '../../sinks/terminal.ts'
import { say } from '../print.ts'
import { clearStatus, showStatus, statusColumns } from '../status-line.ts'
import type { Look, ProgressForm } from './form.ts'
import { Pacer } from './pace.ts'
import { progressJson, progressLine } from './text.ts'

/** ms between two. */
const PAUSES = { status: 500, line: 10_000, json: 1000 }
const QUIET = 2000 // ms without records on the terminal until the line is shown again

export class ProgressReporter {
  readonly #look: Look
  readonly #form: 'status' | 'line' | 'json'
  readonly #start: number
  readonly #pacer = new Pacer()
  #timer: NodeJS.Timeout | undefined
  #hidden = 0 // until then
  #isShown = false
  #bytes = 0 // at the last look

  /** `start` is when the job began, by `performance.now`. */
  constructor(look: Look, form: ProgressForm, start: number) {
    this.#look = look
    this.#start = start
    const canRewrite = isTerminal(2) && process.env.TERM !== 'dumb'
    this.#form = form === 'json' ? 'json' : canRewrite ? 'status' : 'line'
  }

  /** Reports from now on. */
  begin(): void {
    this.#bytes = this.#look().bytes
    this.#timer = setInterval(() => this.#tick(), PAUSES[this.#form]).unref()
    if (this.#form === 'status') terminal.onPrint = () => this.#giveWay()
  }

  /** Reports once, in a line that stays. */
  report(isEnd = false): void {
    const progress = this.#look()
    const pace = this.#pacer.at(this.#seconds, progress)
    const isJson = this.#form === 'json'
    say(
      isJson
        ? progressJson(progress, pace, isEnd)
        : progressLine(progress, pace, Number.POSITIVE_INFINITY),
    )
  }

  end(): void {
    if (this.#timer && this.#form !== 'status') this.report(true)
    clearInterval(this.#timer)
    delete terminal.onPrint
    clearStatus()
  }

  get #seconds(): number {
    return (performance.now() - this.#start) / 1000
  }

  #tick(): void {
    if (this.#form === 'status') this.#show()
    else this.report()
  }

  #show(): void {
    const progress = this.#look()
    const pace = this.#pacer.at(this.#seconds, progress)
    // a job that waits, as for the reader of a pager, does not write over what that shows
    const moves = progress.bytes > this.#bytes || this.#isShown
    this.#bytes = progress.bytes
    if (!moves || performance.now() < this.#hidden || !isInForeground()) return
    this.#isShown = true
    showStatus(progressLine(progress, pace, statusColumns()))
  }

  /** To records that are printed on the terminal. */
  #giveWay(): void {
    clearStatus()
    this.#hidden = performance.now() + QUIET
  }
}

/** Whether the terminal is ours: a job in the background does not write over what is typed. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const [, , group, , , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return owner === group
  } catch {
    return true // other systems do not say
  }
}
