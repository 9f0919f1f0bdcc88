// Writes a document of about the size asked for: the buses of the fixture again and again, with new ids.

import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes `path` unless it is there, and answers its size in bytes. */
export async function writeBuses(path, megabytes) {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    const buses = readFileSync(new URL('../fixtures/buses.xml', import.meta.url), 'latin1')
    const start = buses.indexOf('<bus>')
    const end = buses.lastIndexOf('</buses>')
    const records = buses.slice(start, end).split('<id>')
    const file = createWriteStream(path)
    file.write(buses.slice(0, start))
    for (let bytes = 0, id = 1000; bytes < megabytes * 1e6; ) {
      const block = records
        .map((text, i) => (i === 0 ? text : `<id>${text.replace(/^\d+/, String(id++))}`))
        .join('')
      bytes += block.length
      if (!file.write(block)) await once(file, 'drain')
    }
    file.end(buses.slice(end))
    await once(file, 'close')
  }
  return statSync(path).size
}
