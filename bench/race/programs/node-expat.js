// The race's program on the npm package node-expat.

import { begin, end, isCheck, load, run, text } from './records.js'

const { default: expat } = await load('node-expat')

run(() => {
  const parser = new expat.Parser('UTF-8')
  if (!isCheck) {
    parser.on('startElement', begin)
    parser.on('endElement', end)
    parser.on('text', text)
  }
  const give = (chunk, isLast) => {
    if (!parser.parse(chunk, isLast)) throw new Error(parser.getError())
  }
  return { write: (chunk) => give(chunk, false), end: () => give('', true) }
}, null)
