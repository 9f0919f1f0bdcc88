// Draws the element tree for a person: a line a branch, with counts, shares and examples in columns.

import { printable } from '../core/printable.ts'
import { PREFIX, trimmed } from '../record/record.ts'
import type { Branch } from './branch.ts'
import type { Grove } from './grow.ts'

export interface Drawing {
  /** Levels that are drawn; as many as a person looks at if not given. */
  depth?: number
  /** Names that are drawn below one element: the most frequent. */
  width: number
  /** Characters that a line has room for. */
  columns: number
  paint: Paint
}

/** What colours there are. */
export interface Paint {
  element: (text: string) => string
  attribute: (text: string) => string
  /** Of what is less important: lines, examples. */
  quiet: (text: string) => string
}

interface TreeLine {
  /** What stands before the name. */
  edge: string
  name: string
  paint: (text: string) => string
  count: string
  share: string
  example: string
}

const LONGEST_NAME = 40
const WIDEST_TREE = 60 // a deeper line moves its own columns, not those of the others
const SHORTEST_EXAMPLE = 12
const LEVEL = 3 // characters

/** With as many levels as these lines hold, but not fewer than a record takes. */
const USUAL_LINES = 80
const FEWEST_LEVELS = 4

export function draw(grove: Grove, drawing: Drawing): string {
  const lines = linesFor(grove, drawing)
  const treeWidth = Math.min(WIDEST_TREE, widest(lines.map(({ edge, name }) => edge + name)))
  const countWidth = widest(lines.map(({ count }) => count))
  const shareWidth = widest(lines.map(({ share }) => share))
  const drawn = lines.map(({ edge, name, paint, count, share, example }) => {
    const gap = ' '.repeat(Math.max(0, treeWidth - edge.length - name.length))
    const columns = `${gap}  ${count.padStart(countWidth)}  ${share.padEnd(shareWidth)}`
    const taken = Math.max(treeWidth, edge.length + name.length) + countWidth + shareWidth + 6
    const shown = quoted(example, Math.max(SHORTEST_EXAMPLE, drawing.columns - taken))
    const rest = shown === '' ? columns.trimEnd() : `${columns}  ${drawing.paint.quiet(shown)}`
    return `${drawing.paint.quiet(edge)}${paint(name)}${rest}`
  })
  if (grove.left > 0) {
    drawn.push(
      drawing.paint.quiet(
        `… and ${grouped(grove.left)} elements and attributes beyond 10,000 branches`,
      ),
    )
  }
  return drawn.join('\n')
}

function linesFor(grove: Grove, drawing: Drawing): TreeLine[] {
  const { below, opened } = grove.ground
  const drawnTo = (depth: number) =>
    [...below.values()].flatMap((root) => linesOf(root, ['', ''], opened, { ...drawing, depth }))
  if (drawing.depth !== undefined) return drawnTo(drawing.depth)
  let depth = FEWEST_LEVELS
  let lines = drawnTo(depth)
  for (;;) {
    const more = drawnTo(++depth)
    if (more.length === lines.length || more.length > USUAL_LINES) return lines
    lines = more
  }
}

/** Of a branch and what grows on it; `edges` stand before its own line and before those. */
function linesOf(
  branch: Branch,
  [edge, indent]: [edge: string, indent: string],
  parents: number,
  drawing: Drawing & { depth: number },
): TreeLine[] {
  const { paint, depth, width } = drawing
  const all = [...branch.below.values()]
  const isCut = all.length > 0 && indent.length / LEVEL + 1 >= depth
  const mark = branch.again ? ' ↻' : isCut ? ' …' : ''
  const line: TreeLine = {
    edge,
    name: short(printable(branch.name), LONGEST_NAME) + mark,
    paint: branch.name.startsWith(PREFIX) ? paint.attribute : paint.element,
    count: `×${grouped(branch.count)}`,
    share: shareOf(branch, parents),
    example: branch.again ? '' : trimmed(branch.example),
  }
  if (isCut) return [line]
  const shown = mostFrequent(all, width)
  const hidden = all.filter((each) => !shown.has(each))
  const kept = all.filter((each) => shown.has(each))
  const below = kept.map((each, i) => {
    const isLast = i === kept.length - 1 && hidden.length === 0
    const [corner, side] = isLast ? ['└─ ', '   '] : ['├─ ', '│  ']
    return linesOf(each, [indent + corner, indent + side], branch.opened, drawing)
  })
  return [line, ...below.flat(), ...restOf(hidden, `${indent}└─ `, paint)]
}

function mostFrequent(branches: Branch[], most: number): Set<Branch> {
  if (branches.length <= most) return new Set(branches)
  return new Set(branches.toSorted((a, b) => b.count - a.count).slice(0, most))
}

/** One line for those that are not shown, if there are any. */
function restOf(branches: Branch[], edge: string, paint: Paint): TreeLine[] {
  if (branches.length === 0) return []
  const sum = branches.reduce((total, { count }) => total + count, 0)
  const name = `… ${grouped(branches.length)} more ${branches.length === 1 ? 'name' : 'names'}`
  return [{ edge, name, paint: paint.quiet, count: `×${grouped(sum)}`, share: '', example: '' }]
}

/** `in 98%, up to 12`: nothing if each element around it has just one, or there is only one of these. */
function shareOf({ parents, most }: Branch, all: number): string {
  const share = parents === all ? '' : `in ${percent(parents / all)}`
  const repeats = most > 1 && all > 1 ? `up to ${grouped(most)}` : ''
  return [share, repeats].filter((part) => part !== '').join(', ')
}

function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 0) return '<1%'
  return rounded === 100 ? '>99%' : `${rounded}%`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

function quoted(example: string, room: number): string {
  return example === '' ? '' : short(printable(JSON.stringify(example)), room)
}

function short(text: string, room: number): string {
  const characters = [...text]
  return characters.length <= room ? text : `${characters.slice(0, room - 1).join('')}…`
}

function widest(texts: string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0)
}
