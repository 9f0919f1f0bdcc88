// What the JavaScript programs of the race do with the events of a parser: count records, or write them as lines of JSON or CSV.
// The words on the command line are those of `record.h`.

import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , task, names, argument, ...files] = process.argv
const records = names.split(',')
const fields = argument.split(task === 'filter' ? '=' : ',')
const wanted = fields[1]
const paths = fields.map((path) => path.split('/'))

/** A package from where the race has installed its packages. */
export function load(name) {
  const { resolve } = createRequire(`${process.env.RACE_PACKAGES}/package.json`)
  return import(pathToFileURL(resolve(name)).href)
}

let counted = 0
let lines = ''
/** The element that is open, as what its value may become, and those around it in the record. */
let open
const around = []

export const isCheck = task === 'check'

/** Takes a start tag with its attributes as an object. */
export function begin(name, attributes) {
  if (open) around.push(open)
  else if (!records.includes(name)) return
  else if (task === 'count') {
    counted++
    return
  }
  open = { name, value: undefined, text: '' }
  for (const key in attributes) {
    open.value ??= {}
    open.value[`@${key}`] = attributes[key]
  }
}

export function text(text) {
  if (open) open.text += text
}

export function end() {
  if (!open) return
  const { name, value: members, text } = open
  const trimmed = trim(text)
  let value = members
  if (!value) value = trimmed || null
  else if (trimmed) value['#text'] = trimmed
  open = around.pop()
  if (!open) write(value)
  else {
    open.value ??= {}
    const before = open.value[name]
    if (before === undefined) open.value[name] = value
    else if (Array.isArray(before)) before.push(value)
    else open.value[name] = [before, value]
  }
}

const isSpace = (code) => code === 32 || code === 10 || code === 9 || code === 13

/** Without white space around, as XML has it: `trim` of strings would cut more. */
function trim(text) {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** The value at the end of a path, or several. */
function at(value, path, step = 0) {
  if (step === path.length || value === undefined || value === null) return value
  if (Array.isArray(value)) return value.flatMap((each) => at(each, path, step))
  return at(value[path[step]], path, step + 1)
}

function write(record) {
  if (task === 'convert') lines += `${JSON.stringify(record)}\n`
  else if (task === 'filter') {
    const found = at(record, paths[0])
    if (found === wanted || (Array.isArray(found) && found.includes(wanted)))
      lines += `${JSON.stringify(record)}\n`
  } else if (task === 'select') {
    const selected = {}
    for (const [i, path] of paths.entries()) selected[fields[i]] = at(record, path)
    lines += `${JSON.stringify(selected)}\n`
  } else {
    lines += `${paths.map((path) => cell(at(record, path))).join()}\n`
  }
}

function cell(value) {
  if (value === undefined || value === null) return ''
  return value === '' || /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** Parses each file by `make`, which answers a parser with `write` and `end`; a fault that it throws ends the program with 3. */
export async function run(make, encoding = 'utf8') {
  if (task === 'csv') lines += `${fields.join()}\n`
  try {
    for (const file of files) {
      const parser = make()
      for await (const chunk of createReadStream(file, encoding)) {
        parser.write(chunk)
        if (lines) await flush()
      }
      parser.end()
      await flush()
    }
  } catch (error) {
    console.error(error.message)
    process.exitCode = 3
    return
  }
  if (task === 'count') console.log(counted)
}

/** The entities that a document type declaration declares, for parsers that leave that to the program. */
export function declared(doctype) {
  const entities = {}
  for (const [, name, value] of doctype.matchAll(/<!ENTITY\s+(\S+)\s+"([^"]*)"/g)) {
    entities[name] = value.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
  }
  return entities
}

function flush() {
  const waiting = lines
  lines = ''
  return new Promise((resolve) => process.stdout.write(waiting, resolve))
}
