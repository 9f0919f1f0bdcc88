// Finds quantiles of numbers: exactly up to a number of them, then as an estimate (the sketch KLL).

import { randomNumbers } from './random-numbers.ts'

/** How many are held exactly; three times as many are held at most. */
export const EXACT = 1000

const SHRINKING = 2 / 3 // a level below holds so much of the one above
const LEAST = 8 // numbers of a level

/**
 * An estimate is a number that was added, and its rank is wrong by less than 0.5 % of all nearly always. Why not one
 * of the sketches on npm: the kept one is exact in the value by percents, which says nothing of years.
 */
export class Quantiles {
  /** Each number of a level stands for twice as many as one of the level below. */
  #levels: number[][] = [[]]
  #held = 0
  #most = EXACT
  readonly #random = randomNumbers(1) // so that a run can be repeated

  add(number: number): void {
    ;(this.#levels[0] as number[]).push(number)
    if (++this.#held > this.#most) this.#compact()
  }

  get isEstimate(): boolean {
    return this.#levels.length > 1
  }

  /** The number that is not exceeded by this share of all, of more than 0 and up to 1. */
  at(share: number): number | undefined {
    const weighed = this.#levels.flatMap((level, i) =>
      level.map((number) => ({ number, weight: 2 ** i })),
    )
    weighed.sort((a, b) => a.number - b.number)
    const all = weighed.reduce((sum, { weight }) => sum + weight, 0)
    let rank = Math.max(1, Math.ceil(Number((share * all).toPrecision(12))))
    return weighed.find(({ weight }) => {
      rank -= weight
      return rank <= 0
    })?.number
  }

  /** Of the lowest level that is full every second number goes up, and the others go. */
  #compact(): void {
    for (let i = 0; this.#held > this.#most; i++) {
      const level = this.#levels[i] as number[]
      if (level.length <= this.#capacity(i)) continue
      if (i + 1 === this.#levels.length) this.#grow()
      level.sort((a, b) => a - b)
      const odd = level.length % 2 === 1 ? level.splice(-1) : []
      const from = this.#random() < 0.5 ? 0 : 1
      const above = this.#levels[i + 1] as number[]
      for (let n = from; n < level.length; n += 2) above.push(level[n] as number)
      this.#held -= level.length / 2
      this.#levels[i] = odd
    }
  }

  #grow(): void {
    this.#levels.push([])
    this.#most = this.#levels.reduce((sum, _, i) => sum + this.#capacity(i), 0)
  }

  #capacity(level: number): number {
    return Math.max(LEAST, Math.ceil(EXACT * SHRINKING ** (this.#levels.length - 1 - level)))
  }
}
