// Adds numbers exactly, in whatever order they come: the sum is rounded once, when somebody asks for it.

import { exactly, rounded } from './exact.ts'

const EXACT = 2 ** 53
const LARGEST = 2 ** 970 // of numbers that 2 ** 53 times cannot be too many for a double
const MOST_DECIMALS = 100 // that toFixed writes

/** What was added, to be added to another. */
export type SumState = [count: number, decimals: number, sum: number, lost: number, rest?: bigint]

export class Sum {
  /** How many were added. */
  count = 0
  // the sum is that of these three
  #sum = 0
  #lost = 0 // by rounding
  #rest = 0n // what these cannot hold
  #decimals = 0 // most, of any

  /** `text` is how the number was written. */
  add(number: number, text: string = String(number), times = 1): void {
    this.count += times
    if (times === 1) this.#add(number)
    else this.#rest += exactly(number) * BigInt(times)
    if (!Number.isInteger(number)) this.#decimals = Math.max(this.#decimals, decimalsOf(text))
  }

  state(): SumState {
    const state: SumState = [this.count, this.#decimals, this.#sum, this.#lost]
    if (this.#rest !== 0n) state.push(this.#rest)
    return state
  }

  merge([count, decimals, sum, lost, rest]: SumState): void {
    this.count += count
    this.#add(sum)
    this.#add(lost)
    if (rest !== undefined) this.#rest += rest
    this.#decimals = Math.max(this.#decimals, decimals)
  }

  /** Exact where the decimals of what was added allow it, as for prices; else the double next to it. */
  get value(): number {
    const sum =
      this.#rest === 0n
        ? this.#sum + this.#lost
        : rounded(exactly(this.#sum) + exactly(this.#lost) + this.#rest)
    const isExact = this.#decimals <= MOST_DECIMALS && Math.abs(sum) * 10 ** this.#decimals < EXACT
    return isExact ? Number(sum.toFixed(this.#decimals)) + 0 : sum // not -0
  }

  #add(number: number): void {
    if (Math.abs(number) >= LARGEST) {
      this.#rest += exactly(number)
      return
    }
    const sum = this.#sum + number
    const lost = lostIn(this.#sum, number, sum)
    this.#sum = sum
    if (lost === 0) return
    const allLost = this.#lost + lost
    const lostAgain = lostIn(this.#lost, lost, allLost)
    this.#lost = allLost
    if (lostAgain !== 0) this.#rest += exactly(lostAgain)
  }
}

/** By how much the sum of two is wrong, which a double can hold. */
function lostIn(a: number, b: number, sum: number): number {
  return Math.abs(a) >= Math.abs(b) ? a - sum + b : b - sum + a
}

function decimalsOf(text: string): number {
  if (/[eE]/.test(text)) return 1000 // more than a double can hold exactly
  return text.length - text.indexOf('.') - 1
}
