// Adds numbers: compensated for rounding, and exact where their decimals allow it, as for prices.

const EXACT = 2 ** 53

export class Sum {
  /** How many were added. */
  count = 0
  #sum = 0
  #lost = 0 // by rounding
  #decimals = 0 // most, of any

  /** `text` is how the number was written. */
  add(number: number, text: string = String(number)): void {
    this.count++
    const sum = this.#sum + number
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(number) ? this.#sum - sum + number : number - sum + this.#sum
    this.#sum = sum
    if (!Number.isInteger(number)) this.#decimals = Math.max(this.#decimals, decimalsOf(text))
  }

  get value(): number {
    const sum = this.#sum + this.#lost
    const isExact = Math.abs(sum) * 10 ** this.#decimals < EXACT
    return isExact ? Number(sum.toFixed(this.#decimals)) : sum
  }
}

function decimalsOf(text: string): number {
  if (/[eE]/.test(text)) return 1000 // more than a double can hold exactly
  return text.length - text.indexOf('.') - 1
}
