// Counts different texts: exactly up to a number, then as an estimate (HyperLogLog, with Ertl's estimator).

import { DISTINCT_SEED, EXACT_DISTINCT, REGISTER_BITS, REGISTERS } from '../kernel/table/layout.ts'
import { type Hash, hashWith } from './hash.ts'

/** How many are counted exactly. */
export const EXACT: number = EXACT_DISTINCT

const LONGEST = 32 // zeros that a hash can begin with

/** All use one seed, so that a run can be repeated. */
const hash: Hash = hashWith(DISTINCT_SEED)

/** Bits of each hash, or the registers of an estimate. */
export type DistinctState = Float64Array | Uint8Array

export class Distinct {
  #exact: Set<number> | undefined = new Set() // 53 bits of each hash
  #registers = new Uint8Array(0)

  add(text: string): void {
    const words = hash(text)
    this.#add((words[0] as number) * 2 ** 21 + ((words[1] as number) >>> 11))
  }

  state(): DistinctState {
    return this.#exact ? Float64Array.from(this.#exact) : this.#registers
  }

  /** Adds the texts of another: in whatever order they come, the count is the same. */
  merge(state: DistinctState): void {
    if (state instanceof Float64Array) {
      for (const bits of state) this.#add(bits)
      return
    }
    if (this.#exact) this.#estimateFrom(this.#exact)
    for (let register = 0; register < REGISTERS; register++) {
      this.#raise(register, state[register] as number)
    }
  }

  get isEstimate(): boolean {
    return this.#exact === undefined
  }

  get count(): number {
    return this.#exact?.size ?? this.#estimate()
  }

  #add(bits: number): void {
    if (!this.#exact) this.#note(bits)
    else if (this.#exact.add(bits).size > EXACT) this.#estimateFrom(this.#exact)
  }

  #estimateFrom(exact: Set<number>): void {
    this.#registers = new Uint8Array(REGISTERS)
    for (const known of exact) this.#note(known)
    this.#exact = undefined
  }

  #note(bits: number): void {
    const register = Math.floor(bits / 2 ** (53 - REGISTER_BITS))
    this.#raise(register, Math.clz32(bits % 2 ** LONGEST) + 1)
  }

  #raise(register: number, zeros: number): void {
    if (zeros > (this.#registers[register] as number)) this.#registers[register] = zeros
  }

  /** From how many registers hold each number (Ertl, "New cardinality estimation algorithms", 2017). */
  #estimate(): number {
    const times = new Array<number>(LONGEST + 2).fill(0)
    for (const zeros of this.#registers) times[zeros] = (times[zeros] as number) + 1
    let sum = REGISTERS * tau(1 - (times[LONGEST + 1] as number) / REGISTERS)
    for (let k = LONGEST; k >= 1; k--) sum = 0.5 * (sum + (times[k] as number))
    sum += REGISTERS * sigma((times[0] as number) / REGISTERS)
    return Math.round(REGISTERS ** 2 / (2 * Math.LN2) / sum)
  }
}

/** For registers that are empty. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let [x, y, z, before] = [share, 1, share, -1]
  while (z !== before) {
    x *= x
    before = z
    z += x * y
    y += y
  }
  return z
}

/** For registers that can hold no more. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [x, y, z, before] = [share, 1, 1 - share, -1]
  while (z !== before) {
    x = Math.sqrt(x)
    before = z
    y *= 0.5
    z -= (1 - x) ** 2 * y
  }
  return z / 3
}
