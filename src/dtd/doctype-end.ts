// Turns the bytes after `<!DOCTYPE`, in pieces cut anywhere, into the place where the declaration ends.

/** Each state: the characters that lead out of it, and the state that all others lead to, if not to itself. */
const STATES: Record<string, { on: Record<string, string>; otherwise?: string }> = {
  head: { on: { '"': 'head "', "'": "head '", '[': 'subset', '>': 'end' } },
  'head "': { on: { '"': 'head' } },
  "head '": { on: { "'": 'head' } },
  subset: { on: { '<': '<', ']': 'head' } },
  '<': { on: { '!': '<!', '?': 'instruction' }, otherwise: 'subset' },
  '<!': { on: { '-': '<!-', '>': 'subset' }, otherwise: 'declaration' },
  '<!-': { on: { '-': 'comment', '>': 'subset' }, otherwise: 'declaration' },
  comment: { on: { '-': 'comment -' } },
  'comment -': { on: { '-': 'comment --' }, otherwise: 'comment' },
  'comment --': { on: { '-': 'comment --', '>': 'subset' }, otherwise: 'comment' },
  instruction: { on: { '?': 'instruction ?' } },
  'instruction ?': { on: { '?': 'instruction ?', '>': 'subset' }, otherwise: 'instruction' },
  declaration: { on: { '"': 'declaration "', "'": "declaration '", '>': 'subset' } },
  'declaration "': { on: { '"': 'declaration' } },
  "declaration '": { on: { "'": 'declaration' } },
  end: { on: {} },
}

const NAMES = Object.keys(STATES)
const END = NAMES.indexOf('end')

/** By state and byte: the next state. All its characters are ASCII, which UTF-8 uses for nothing else. */
let next: Uint8Array | undefined // most documents never need it

function tabulated(): Uint8Array {
  return Uint8Array.from(
    NAMES.flatMap((name) => {
      const { on, otherwise = name } = STATES[name] ?? { on: {} }
      return Array.from({ length: 256 }, (_, byte) =>
        NAMES.indexOf(on[String.fromCharCode(byte)] ?? otherwise),
      )
    }),
  )
}

/** Exact for a declaration that is well-formed; after a mistake it may end anywhere, or not at all. */
export class DoctypeEnd {
  #state: number = NAMES.indexOf('head')

  /** The index after the `>` that closes the declaration, or -1 when it is not in this piece. */
  find(bytes: Uint8Array): number {
    next ??= tabulated()
    let state = this.#state
    let index = 0
    while (index < bytes.length && state !== END) {
      state = next[state * 256 + (bytes[index++] ?? 0)] ?? END
    }
    this.#state = state
    return state === END ? index : -1
  }
}
