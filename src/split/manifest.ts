// Writes parts as lines of JSON, one a part, and reads one of them again.

import { type Check, each, fields, kind, text, truth } from '../core/checks.ts'
import { UsageError } from '../core/errors.ts'
import { PARSING } from '../reading/check-options.ts'
import { type Part, VERSION } from './part.ts'

export function manifestOf(parts: readonly Part[]): string {
  return parts.map((part) => `${JSON.stringify(part)}\n`).join('')
}

/**
 * The part of a number, from 1, or of an id.
 *
 * @throws UsageError when there is none, or the manifest is not whole.
 */
export function partIn(manifest: string, wanted: string, name: string): Part {
  const lines = manifest.split('\n')
  if (lines.pop() !== '' || lines.length === 0) {
    throw new UsageError(
      `${name}: ${lines.length === 0 ? 'no manifest' : 'its last line is cut off'}`,
    )
  }
  const number = numberOf(wanted)
  const line = lines[number - 1]
  if (line === undefined) {
    const last = lines.length === 1 ? 'has one part' : `has parts 1 to ${lines.length}`
    throw new UsageError(`--part: ${name} ${last}, found ${JSON.stringify(wanted)}`)
  }
  const part = partOf(line, `${name}:${number}`)
  if (part.parts !== lines.length) {
    const expected = part.parts === 1 ? 'one line' : `${part.parts} lines`
    throw new UsageError(
      `${name}: expected ${expected} as cosax split wrote them, found ${lines.length}`,
    )
  }
  if (part.part !== number) {
    throw new UsageError(`${name}:${number}: expected part ${number}, found part ${part.part}`)
  }
  if (/\D/.test(wanted) && part.id !== wanted) {
    throw new UsageError(`--part: ${name} has part ${part.id}, found ${JSON.stringify(wanted)}`)
  }
  return part
}

/** Ids end in the number. */
function numberOf(wanted: string): number {
  const digits = /^(?:[0-9a-f]+-)?(\d{1,9})$/.exec(wanted)?.[1]
  if (digits !== undefined) return Number(digits)
  throw new UsageError(
    `--part: expected the number of a part, from 1, or its id, found ${JSON.stringify(wanted)}`,
  )
}

/** @throws UsageError for what is no line of a manifest. */
export function partOf(line: string, place: string): Part {
  try {
    const part: unknown = JSON.parse(line)
    VERSIONED(part, place)
    const { version } = part as { version: number }
    if (version > VERSION) {
      throw new UsageError(
        `${place}: version ${version} is of a newer cosax, this one knows ${VERSION}`,
      )
    }
    PART(part, place)
    insistOnOrder(part as Part, place)
    return part as Part
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${place}: no JSON, as cosax split writes it`)
  }
}

/** @throws UsageError for numbers that no part has. */
function insistOnOrder({ part, parts, from, to, identity, members }: Part, place: string): void {
  if (part < 1 || part > parts) {
    throw new UsageError(`${place}.part: expected 1 to ${parts}, found ${part}`)
  }
  const { size } = members ?? identity
  if (to.offset > size || from.offset > to.offset) {
    const found = `${from.offset} to ${to.offset}`
    throw new UsageError(`${place}: expected a part of ${size} bytes, found ${found}`)
  }
  if (members && (members.to > identity.size || members.from > members.to)) {
    const found = `${members.from} to ${members.to}`
    throw new UsageError(`${place}: expected members in ${identity.size} bytes, found ${found}`)
  }
  if (members && members.offset > from.offset) {
    const found = `${from.offset}, and members from ${members.offset}`
    throw new UsageError(`${place}: expected members from before the part on, found ${found}`)
  }
}

const number: Check = kind(
  'a whole number',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
)
const PLACE = fields(
  {
    offset: number,
    records: number,
    lines: number,
    characters: number,
    expansion: number,
    depth: number,
  },
  {},
)
const VERSIONED: Check = (value, place) => {
  const version = (value as { version?: unknown } | null)?.version
  number(version, `${place}: version`)
}
const {
  namespaces = truth,
  encoding = text,
  entities = text,
  limits: LIMITS = fields({}, {}),
} = PARSING
const MEMBERS = fields({ from: number, to: number, offset: number, size: number }, {})
const PART = fields(
  {
    version: number,
    id: kind(
      'the id of a part, as in 0123456789ab-7',
      (value) => typeof value === 'string' && /^[0-9a-f]{12}-[1-9]\d{0,8}$/.test(value),
    ),
    part: number,
    parts: number,
    file: text,
    identity: fields({ size: number, mtime: text, digest: text }, {}),
    from: PLACE,
    to: PLACE,
    around: fields({ prolog: text, tags: each(text) }, {}),
    parsing: fields(
      {},
      { record: text, namespaces, encoding, entities, dtd: each(text), limits: LIMITS },
    ),
  },
  { members: MEMBERS },
)
