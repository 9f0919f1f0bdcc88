// Provides the shape of a record in the default mapping.

/**
 * An element as JSON. An element with nothing in it is `null`, one with only text a string, any other a
 * dictionary: attributes as `@name`, then children in the order of first appearance (an array where a name
 * repeats), then text as `#text`. Stages may add numbers and booleans.
 *
 * Records are shared between branches: a stage that changes one sends a copy.
 */
export type Value = string | number | boolean | null | Dictionary | Value[]

export interface Dictionary {
  [name: string]: Value
}

export const SCALARS = ['text', 'integer', 'number', 'boolean'] as const

/** What a value is, where a shape says so. */
export type ScalarType = (typeof SCALARS)[number]

export const TEXT_KEY = '#text'

/** Before the name of an attribute. */
export const PREFIX = '@'

export function isDictionary(value: Value | undefined): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own entry of a dictionary: `constructor` and `toString` are ordinary names. */
export function get(dictionary: Dictionary, name: string): Value | undefined {
  const value: unknown = dictionary[name]
  // what every object inherits is functions, and under `__proto__` this; to ask whether an entry is its own takes longer
  const isInherited = typeof value === 'function' || value === Object.prototype
  return isInherited ? undefined : (value as Value | undefined)
}

/** Sets an entry of any name: an assignment to `__proto__` would change the object instead. */
export function set(dictionary: Dictionary, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(dictionary, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else dictionary[name] = value
}

/** The text of a value: of a dictionary its `#text`, of an empty element ''. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  if (isDictionary(value)) {
    const text = get(value, TEXT_KEY)
    return text === undefined ? '' : textOf(text)
  }
  return value === null || Array.isArray(value) ? '' : String(value)
}

/** Without the white space of XML around it; a no-break space is text. */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return end - start === text.length ? text : text.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d
}
