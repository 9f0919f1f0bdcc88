// The race's program on the npm package htmlparser2, in its mode for XML.

import { begin, end, isCheck, load, run, text } from './records.js'

const { Parser } = await load('htmlparser2')

run(() => {
  const handler = isCheck ? {} : { onopentag: begin, onclosetag: end, ontext: text }
  return new Parser(handler, { xmlMode: true })
})
