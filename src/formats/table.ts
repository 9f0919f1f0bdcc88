// Provides a table for people to read: columns aligned by the first records, cells cut off where the terminal ends.

import stringWidth from 'string-width'
import { printable } from '../core/printable.ts'
import type { Value } from '../record/record.ts'
import { cellText } from './cell.ts'
import { type Cell, Columns } from './columns.ts'
import type { Encoder, FormatOptions, OpenEncoder } from './format.ts'

export const table: OpenEncoder = { makes: 'bytes', open: (options) => new Table(options) }

const AHEAD = 100 // records
const AHEAD_CHARACTERS = 256 * 1024
const GAP = '  '
const CUT = '…'
const NARROWEST = 6 // of a column that is cut off

interface Shape {
  columns: Columns
  /** Of those columns that fit side by side. */
  widths: number[]
  /** Whether a column has nothing but numbers. */
  areNumbers: boolean[]
}

class Table implements Encoder {
  readonly #width: number | undefined
  readonly #options: FormatOptions
  readonly #left = new Set<string>() // fields without a column
  #shape: Shape | undefined
  #ahead: Value[] = []
  held = 0

  constructor(options: FormatOptions) {
    this.#options = options
    this.#width = options.width
  }

  encode(record: Value): string {
    if (this.#shape) return this.#row(record, this.#shape)
    this.#ahead.push(record)
    this.held += JSON.stringify(record)?.length ?? 0
    const isEnough = this.#ahead.length === AHEAD || this.held >= AHEAD_CHARACTERS
    return isEnough ? this.settle() : ''
  }

  settle(): string {
    if (this.#shape || this.#ahead.length === 0) return ''
    const ahead = this.#ahead
    const shape = this.#shaped(ahead)
    this.#shape = shape
    this.#ahead = []
    this.held = 0
    return this.#top(shape) + ahead.map((record) => this.#row(record, shape)).join('')
  }

  end(): string {
    const rest = this.settle()
    if (!this.#shape) return Columns.before(this.#options) ? this.#top(this.#shaped([])) : ''
    const hidden = this.#shape.columns.names.slice(this.#shape.widths.length)
    const left = [...hidden, ...this.#left].map(printable)
    const note = left.length > 0 ? `not shown: ${left.join(', ')}` : ''
    return note === '' ? rest : `${rest}\n${fitted(note, this.#width ?? widthOf(note))}\n`
  }

  #shaped(records: Value[]): Shape {
    const columns = Columns.before(this.#options) ?? Columns.of(records, this.#options)
    const rows = records.map((record) => columns.rowOf(record).cells)
    const natural = columns.names.map((name, i) =>
      Math.max(1, widthOf(printable(name)), ...rows.map((row) => widthOf(shown(row[i])))),
    )
    const areNumbers = columns.names.map((_, i) => {
      const texts = rows.map((row) => shown(row[i])).filter((text) => text !== '')
      return texts.length > 0 && texts.every((text) => /^-?\d+(?:\.\d+)?$/.test(text))
    })
    return { columns, widths: narrowed(natural, this.#width), areNumbers }
  }

  #top(shape: Shape): string {
    const { columns, widths } = shape
    const rule = widths.map((width) => '─'.repeat(width)).join(GAP)
    return `${this.#line(columns.names.map(printable), shape)}${rule}\n`
  }

  #row(record: Value, shape: Shape): string {
    const { cells, extra } = shape.columns.rowOf(record)
    if (extra !== undefined && this.#left.size < AHEAD) this.#left.add(extra)
    return this.#line(cells.map(shown), shape)
  }

  #line(texts: string[], { widths, areNumbers }: Shape): string {
    const cells = widths.map((width, i) => {
      const text = texts[i] ?? ''
      const cut = this.#width === undefined ? text : fitted(text, width)
      const space = ' '.repeat(Math.max(0, width - widthOf(cut)))
      return areNumbers[i] ? space + cut : cut + space
    })
    return `${cells.join(GAP).trimEnd()}\n`
  }
}

function shown(cell: Cell): string {
  return printable(cellText(cell) ?? '')
}

/** How many characters of a terminal it takes. */
function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text)
}

/** The text, or as much of it as fits, with a mark. */
function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  let used = widthOf(CUT)
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += widthOf(segment)
    if (used > width) break
    cut += segment
  }
  return cut + CUT
}

/** Widths that fit: the widest columns give first; when even that is not enough, the last ones are left out. */
function narrowed(natural: number[], width: number | undefined): number[] {
  if (width === undefined) return natural
  const widths = natural.map((each) => Math.min(each, width))
  const least = natural.map((each) => Math.min(each, NARROWEST))
  for (let sum = total(least); widths.length > 1 && sum > width; ) {
    widths.pop()
    sum -= (least.pop() as number) + GAP.length
  }
  while (total(widths) > width) {
    const widest = widths.indexOf(Math.max(...widths))
    if (widths[widest] === 1) break
    widths[widest] = (widths[widest] as number) - 1
  }
  return widths
}

function total(widths: number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * Math.max(0, widths.length - 1))
}
