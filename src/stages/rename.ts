// --rename: gives fields other names, where they stand.

import { StageError, UsageError } from '../core/errors.ts'
import { map } from '../core/map.ts'
import type { Column } from '../expression/program.ts'
import { type Field, isName, parseField } from '../record/field.ts'
import { type Dictionary, get, isDictionary, set, TEXT_KEY, type Value } from '../record/record.ts'
import { COLUMNS } from './arguments.ts'
import { renamedTypes, typesWithout } from './column-types.ts'
import { isWithin, passesAs } from './passed-fields.ts'
import { checkName, type Stage } from './stage.ts'

const LONGEST = 60 // characters of a record in a message

export const rename: Stage<Column[]> = {
  name: 'rename',
  argument: 'NEW=OLD,…',
  summary: 'give fields other names; all else stays as it is',
  details:
    'As in --select the new name is on the left. A field keeps its place: orcid=author/@orcid is author/orcid ' +
    'afterwards. All are renamed at once, so a=b,b=a swaps them. A record without the field stays as it is; ' +
    'one that has another field of the new name ends the run, as one of the two would be lost.',
  example: '--rename id=@id,name=author/full-name',
  memory: 'O(1)',
  parse: (text) => check(text.split(',').map(parseRenaming)),
  check: COLUMNS,
  describe: (renamings) =>
    renamings.map(({ name, field }) => `${name}=${field.join('/')}`).join(', '),
  columns(renamings, before) {
    if (before === undefined) return undefined
    const paths = new Map(renamings.map(({ name, field }) => [field.join('/'), name]))
    // inside of a field that a record has, a field of its own in one that has not
    const isEither = renamings.some(
      ({ field }) =>
        field.length > 1 && before.includes(field[0] as string) && before.includes(field.join('/')),
    )
    return isEither ? undefined : [...new Set(before.map((name) => paths.get(name) ?? name))]
  },
  passes: (renamings, field) => {
    const outer = renamings.filter((each) => isWithin(field, each.field))
    return outer.length > 0 ? passesAs(outer, field) : [field]
  },
  makesRecords: false,
  types: (renamings, before) =>
    new Map([
      ...typesWithout(
        renamings.map(({ field }) => field),
        before,
      ),
      ...renamedTypes(renamings, before),
    ]),
  parts: () => 'alone',
  start(renamings, target) {
    const ways = check(renamings)
    return map((record: Value) => renamedIn(record, ways), target)
  },
  lower(renamings) {
    const ways = check(renamings)
    if (!ways.every(({ field }) => isName(field))) return undefined
    const rename = ways.map(({ name, field }) => ({ name, old: field.join('/') }))
    return [{ do: 'edit', changes: [{ rename }], apply: (record) => renamedIn(record, ways) }]
  },
}

function renamedIn(record: Value, ways: Column[]): Value {
  return renamed(record, ways, (name) => {
    const advice = `--drop or --select before it leaves one of them`
    const fact = `record ${beginningOf(record)} would have two fields ${JSON.stringify(name)}`
    return new StageError(`--rename: ${fact}; ${advice}`)
  })
}

/** Which record it is: what number it has is not known where it is one of a part. */
function beginningOf(record: Value): string {
  const line = JSON.stringify(record)
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

function parseRenaming(text: string): Column {
  const [, name, field] = /^([^=]*)=([^=]*)$/.exec(text) ?? []
  if (name === undefined || field === undefined) {
    throw new UsageError(`--rename: expected NEW=OLD, found ${JSON.stringify(text)}`)
  }
  return { name: name.trim(), field: parseField(field) }
}

function check(renamings: Column[]): Column[] {
  const fields = new Set<string>()
  for (const { name, field } of renamings) {
    checkName('rename', name)
    const path = field.join('/')
    if (fields.has(path)) {
      throw new UsageError(`--rename: field given twice: ${JSON.stringify(path)}`)
    }
    fields.add(path)
  }
  return renamings
}

/** The value with other names in it, as a copy where it changes. */
function renamed(value: Value, ways: Column[], clash: (name: string) => Error): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, ways, clash))
    return items.every((item, i) => item === value[i]) ? value : items
  }
  if (!isDictionary(value)) {
    // an element with only text is that text
    const way = ways.find(({ field }) => field.length === 1 && field[0] === TEXT_KEY)
    if (!way || value === null) return value
    const made: Dictionary = {}
    set(made, way.name, value)
    return made
  }
  const own = ways.map((way) => atHand(value, way)).filter((way) => way !== undefined)
  if (own.length === 0) return value
  const changed: Dictionary = {}
  let isChanged = false
  for (const [key, entry] of Object.entries(value)) {
    const below = own.filter(({ field }) => field[0] === key)
    const name = below.find(({ field }) => field.length === 1)?.name ?? key
    if (Object.hasOwn(changed, name)) throw clash(name)
    const other = renamed(entry, below.filter(isDeeper).map(step), clash)
    isChanged ||= name !== key || other !== entry
    set(changed, name, other)
  }
  return isChanged ? changed : value
}

/** The way if the dictionary has its first name, or a field of that path, as --select makes one. */
function atHand(value: Dictionary, { name, field }: Column): Column | undefined {
  if (get(value, field[0] ?? '') !== undefined) return { name, field }
  const path = field.join('/')
  return get(value, path) === undefined ? undefined : { name, field: [path] }
}

function isDeeper({ field }: { field: Field }): boolean {
  return field.length > 1
}

function step({ name, field }: Column): Column {
  return { name, field: field.slice(1) }
}
