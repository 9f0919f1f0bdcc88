// The npm package sax, with handlers that do nothing but count: what parsing alone costs.

import { createReadStream } from 'node:fs'
import sax from 'sax'

const parser = sax.parser(true)
let events = 0
parser.onopentag = parser.ontext = parser.oncdata = parser.onclosetag = () => events++
for await (const text of createReadStream(process.argv[2], 'utf8')) parser.write(text)
parser.close()
console.log(events)
