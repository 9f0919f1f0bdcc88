// Makes the six corpora: seeded documents of any size that end after the record with which they are large enough.

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { corpus as auction } from './corpora/auction.js'
import { corpus as buses } from './corpora/buses.js'
import { corpus as dblp } from './corpora/dblp.js'
import { corpus as osm } from './corpora/osm.js'
import { Random } from './corpora/random.js'
import { corpus as se } from './corpora/se.js'
import { corpus as wiki } from './corpora/wiki.js'

export const CORPORA = { buses, wiki, osm, dblp, se, auction }

/** Writes a document of so many megabytes unless it is there; answers its bytes, its records, and how many of them the filter lets pass. */
export function writeDocument(name, path, megabytes) {
  const counts = `${path}.counts`
  if (!existsSync(counts)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(counts, JSON.stringify(makeDocument(CORPORA[name], name, path, megabytes * 1e6)))
  }
  return JSON.parse(readFileSync(counts, 'utf8'))
}

function makeDocument({ head, tail, blocks }, seed, path, size) {
  const file = openSync(`${path}.part`, 'w')
  const made = { bytes: 0, records: 0, matches: 0 }
  const buffer = Buffer.allocUnsafe(8e6)
  let used = buffer.write(head)
  const flush = () => {
    made.bytes += writeSync(file, buffer, 0, used)
    used = 0
  }
  for (const { text, records, matches } of blocks(new Random(seed))) {
    if (used + text.length * 3 > buffer.length) flush() // three bytes at most for a unit of UTF-16
    used += buffer.write(text, used)
    made.records += records
    made.matches += matches
    if (made.bytes + used + tail.length >= size) break
  }
  flush()
  used = buffer.write(tail)
  flush()
  closeSync(file)
  renameSync(`${path}.part`, path) // a document that is there is whole
  return made
}
