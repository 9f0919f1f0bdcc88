// Provides the account of what entities add to a text, so that little cannot become much.

export interface BudgetLimits {
  /** Characters that may be added. */
  expansion: number
  /** How many times the characters read may be added, beyond the first MiB. */
  amplification: number
}

const ALWAYS_ALLOWED = 1024 * 1024

export class Budget {
  /** Characters of the text read so far. */
  read: number
  #added = 0
  readonly #limits: BudgetLimits

  constructor(read: number, limits: BudgetLimits) {
    this.read = read
    this.#limits = limits
  }

  /** Adds characters; answers with the fact when they are too many. */
  add(characters: number): string | undefined {
    const { expansion, amplification } = this.#limits
    this.#added += characters
    if (this.#added > expansion) {
      return `entities add more than ${expansion} bytes: raise --max-expansion`
    }
    if (this.#added > Math.max(ALWAYS_ALLOWED, amplification * this.read)) {
      return `entities add more than ${amplification} times the bytes read: raise --max-amplification`
    }
    return undefined
  }
}
