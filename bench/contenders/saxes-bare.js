// The npm package saxes, with handlers that do nothing but count.

import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'

const parser = new SaxesParser()
let events = 0
for (const event of ['opentag', 'text', 'cdata', 'closetag']) parser.on(event, () => events++)
for await (const text of createReadStream(process.argv[2], 'utf8')) parser.write(text)
parser.close()
console.log(events)
