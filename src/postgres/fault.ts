// Turns what the server or the system says of a failure into one line, with the record and the column where they are known.

import { messageOf, OutputError, reasonOf } from '../core/errors.ts'

/** What a server says of an error, as far as it is looked at here. */
export interface ServerError extends Error {
  code?: string
  detail?: string
  where?: string
  column?: string
}

/** What was sent. */
export interface SentRows {
  table: string
  /** Records before those of the COPY that runs. */
  before: number
  columns: readonly string[]
}

const SHOWN = 200 // characters of a message
const DETAILED = /^(?:22P05|23(?!502)|42501)/ // whose details say more than the message

export function isOfServer(error: unknown): error is ServerError {
  return error instanceof Error && typeof (error as { severity?: unknown }).severity === 'string'
}

/** An error while rows were sent, with the record and the column where they are known. */
export function wordsOfRows(error: unknown, { table, before, columns }: SentRows): string {
  if (!isOfServer(error)) {
    if (!isGone(error)) return wordsOf(error)
    return 'the connection broke before all was committed: the table is as it was'
  }
  const place = placeIn(error.where, table)
  if (!place) return wordsOf(error)
  const column = columnIn(place.rest, columns) ?? error.column
  const at = column === undefined ? '' : `, column ${JSON.stringify(column)}`
  return `record ${before + place.line}${at}: ${wordsOf(error)}`
}

/** `COPY bus, line 3, column id: "x"`, where the words between are in the language of the server. */
function placeIn(
  where: string | undefined,
  table: string,
): { line: number; rest: string } | undefined {
  const start = `COPY ${table}, `
  const line = where?.split('\n').find((each) => each.startsWith(start))
  const [, number, rest = ''] = /^\D*(\d+)(.*)$/s.exec(line?.slice(start.length) ?? '') ?? []
  return number === undefined ? undefined : { line: Number(number), rest }
}

/** The column that is named there, of those that there are: the longest, as a name may begin with another. */
function columnIn(rest: string, columns: readonly string[]): string | undefined {
  const [, named] = /^, \S+ (.*)$/s.exec(rest) ?? []
  if (named === undefined) return undefined
  return columns
    .filter(
      (name) => named === name || named.startsWith(`${name}:`) || named.startsWith(`${name},`),
    )
    .sort((a, b) => b.length - a.length)[0]
}

/** An error of a server or of the system in words. */
export function wordsOf(error: unknown): string {
  if (isOfServer(error)) {
    const { code = '', detail } = error
    const words = [error.message, ...(DETAILED.test(code) && detail ? [detail] : [])]
    return words.map(shortened).join(': ')
  }
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  return REASONS[code] ?? (shortened(reasonOf(error)) || code || 'cannot be reached')
}

/** @returns the error of an output that goes by `name`. */
export function faultOf(name: string, error: unknown): OutputError {
  if (error instanceof OutputError) return error
  return new OutputError(`${name}: ${wordsOf(error)}`)
}

/** Whether the connection is gone, so that nothing can be asked any more. */
export function isGone(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  if (isOfServer(error)) return /^(?:57P0|08)/.test(code)
  return REASONS[code] !== undefined || messageOf(error).startsWith('Connection terminated')
}

function shortened(text: string): string {
  const line = text.replace(/\.$/, '').replaceAll(/\s*\n\s*/g, ' ')
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'host cannot be reached',
  ENETUNREACH: 'host cannot be reached',
}
