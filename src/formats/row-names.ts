// Says where the values of columns stand in records, by name, for what finds them in lines.

import type { CellsLayout } from '../engine/cell-reader.ts'
import { RowWriter } from '../engine/row-writer.ts'
import type { RowName } from '../engine/table-module.ts'
import { LETS_PASS, MARK_MADE, MARK_WAY } from '../kernel/table/layout.ts'
import type { ColumnsData } from './columns.ts'
import { waysTo } from './paths.ts'

interface Row {
  delimiter: string
  /** For each cell which column it is of, or -1; as they come if not given. */
  places?: readonly number[] | undefined
}

interface Node {
  column?: number
  below: Map<string, Node>
}

/** What writes rows of these columns without reading records, if it can; `how` is said in bits. */
export function rowWriterFor(
  columns: ColumnsData,
  { delimiter, places = [...columns.names.keys()] }: Row,
  how: number,
): RowWriter | undefined {
  const names = rowNamesOf(columns)
  const isEach = new Set(places.filter((place) => place >= 0)).size === columns.names.length
  if (!names || !isEach || !isByte(delimiter)) return undefined
  return new RowWriter({
    how: how | (columns.of === 'asked' ? LETS_PASS : 0),
    delimiter: delimiter.charCodeAt(0),
    names,
    columns: columns.names.length,
    places,
  })
}

/** Which names lead to the cells of these columns, for a reader of cells, if it can find them. */
export function cellsFor(columns: ColumnsData): CellsLayout | undefined {
  const names = rowNamesOf(columns)
  const how = columns.of === 'asked' ? LETS_PASS : 0
  return names && { how, names, columns: columns.names.length }
}

export function isByte(delimiter: string): boolean {
  return delimiter.length === 1 && delimiter.charCodeAt(0) < 0x80
}

/** Nothing where records have to be read: a column is asked for twice, or one that is inside of another. */
function rowNamesOf({ of, names }: ColumnsData): RowName[] | undefined {
  if (new Set(names).size < names.length) return undefined
  const root: Node = { below: new Map() }
  for (const [column, name] of names.entries()) {
    add(root, of === 'fields' ? [name] : name.split('/'), column)
  }
  if (of === 'asked' && hasColumnsInside(root)) return undefined
  // as --select author/name has made it
  if (of !== 'fields') for (const [column, name] of names.entries()) addMade(root, name, column)
  return namesIn(root, of === 'asked')
}

function add({ below }: Node, [name = '', ...rest]: readonly string[], column: number): void {
  const node: Node = below.get(name) ?? { below: new Map() }
  below.set(name, node)
  if (rest.length === 0) node.column = column
  else add(node, rest, column)
}

function addMade(root: Node, path: string, column: number): void {
  const parts = path.split('/')
  for (let depth = waysTo(path).length - 1; depth >= 0; depth--) {
    add(root, [...parts.slice(0, depth), parts.slice(depth).join('/')], column)
  }
}

function hasColumnsInside({ below }: Node): boolean {
  return [...below.values()].some(
    (node) => (node.column !== undefined && node.below.size > 0) || hasColumnsInside(node),
  )
}

/** `isFirst` says that a name is not found as stages make it where there is what it leads to. */
function namesIn({ below }: Node, isFirst: boolean): RowName[] {
  return Array.from(below, ([name, node]) => ({
    name,
    ...(node.column !== undefined && { column: node.column }),
    ...(node.below.size > 0 && { below: namesIn(node, isFirst) }),
    ...(isFirst && { mark: node.below.size > 0 ? MARK_WAY : name.includes('/') ? MARK_MADE : 0 }),
  }))
}
