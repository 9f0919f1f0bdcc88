// Provides the gate between the ends of a pipeline: every full sink shuts it once, the source waits.
// What is elsewhere keeps one shut until it has ended.

export class Gate {
  readonly #onFailure: (error: unknown) => void
  #shut = 0
  #failure: { error: unknown } | undefined
  #waiting: PromiseWithResolvers | undefined

  constructor(onFailure: (error: unknown) => void = () => {}) {
    this.#onFailure = onFailure
  }

  shut(): void {
    this.#shut++
  }

  open(): void {
    this.#shut--
    if (this.#shut === 0) this.#settle()
  }

  /** Breaks the gate: all that wait, now or later, get the error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#settle()
    this.#onFailure(error)
  }

  /** Whether senders should wait, or a sink has failed. */
  get isShut(): boolean {
    return this.#shut > 0 || this.#failure !== undefined
  }

  /** Resolves when no sink is full. */
  async whenOpen(): Promise<void> {
    if (this.#shut > 0 && !this.#failure) {
      this.#waiting ??= promiseWithResolvers()
      await this.#waiting.promise
    }
    if (this.#failure) throw this.#failure.error
  }

  #settle(): void {
    this.#waiting?.resolve()
    this.#waiting = undefined
  }
}

/** What several gates are together: shut while one of them is, and broken by the first that breaks. */
export class Gates extends Gate {
  readonly #gates: readonly Gate[]

  constructor(gates: readonly Gate[]) {
    super()
    this.#gates = gates
  }

  override get isShut(): boolean {
    return super.isShut || this.#gates.some((gate) => gate.isShut)
  }

  override async whenOpen(): Promise<void> {
    await super.whenOpen()
    for (let shut = this.#shut; shut; shut = this.#shut) await shut.whenOpen()
  }

  get #shut(): Gate | undefined {
    return this.#gates.find((gate) => gate.isShut)
  }
}

interface PromiseWithResolvers {
  promise: Promise<void>
  resolve: () => void
}

// Promise.withResolvers came after Node 20.
function promiseWithResolvers(): PromiseWithResolvers {
  let resolve!: () => void
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
