// Writes records of ten fields in a format, and prints rows a second and the peak of memory.
//
//   node --import ./bench/usage.js bench/formats.js FORMAT ROWS 3>&1

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [name, rows] = [process.argv[2], Number(process.argv[3] ?? 1_000_000)]
const { [name]: format } = await import(`../dist/formats/${name}.js`)

const folder = mkdtempSync(join(tmpdir(), 'cosax-bench-'))
const path = join(folder, 'file')

/** Three fields of few values, seven that differ from record to record. */
function record(at) {
  const fields = {}
  for (let field = 0; field < 10; field++)
    fields[`field${field}`] = field < 3 ? `value ${at % 97}` : `field ${field} of record ${at}`
  return fields
}

const start = performance.now()
const opener = await format.load()
if (opener.makes === 'file') {
  const writer = opener.open(path, {})
  for (let at = 0; at < rows; at++) writer.write(record(at))
  writer.end()
} else {
  const encoder = opener.open({})
  const file = openSync(path, 'w')
  const write = (data) => {
    const isWhole = typeof data === 'string' || data instanceof Uint8Array
    for (const part of isWhole ? [data] : data) if (part.length > 0) writeSync(file, part)
  }
  for (let at = 0; at < rows; at++) write(encoder.encode(record(at)))
  write(encoder.end())
  closeSync(file)
}
const seconds = (performance.now() - start) / 1000
rmSync(folder, { recursive: true })
console.log(`${name}: ${rows} rows, ${Math.round(rows / seconds)} rows/s`)
