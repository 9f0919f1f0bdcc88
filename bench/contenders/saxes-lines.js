// saxes and the dozen lines people write around it: flat records as JSON lines.

import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'

const [, , file, record] = process.argv
const parser = new SaxesParser()
let bus
let value = ''
let lines = ''
parser.on('opentag', ({ name }) => {
  if (name === record) bus = {}
  value = ''
})
parser.on('text', (text) => (value += text))
parser.on('cdata', (text) => (value += text))
parser.on('closetag', ({ name }) => {
  if (name === record) lines += `${JSON.stringify(bus)}\n`
  else if (bus) bus[name] = value.trim()
})
for await (const text of createReadStream(file, 'utf8')) {
  parser.write(text)
  if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
  lines = ''
}
parser.close()
process.stdout.write(lines)
