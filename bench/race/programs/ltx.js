// The race's program on the npm package ltx: the events of its own parser.

import { begin, end, isCheck, load, run, text } from './records.js'

const { Parser } = await load('ltx')
const { DefaultParser } = Parser.prototype

run(() => {
  const parser = new DefaultParser()
  if (!isCheck) {
    parser.on('startElement', begin)
    parser.on('endElement', end)
    parser.on('text', text)
  }
  parser.on('error', (error) => {
    throw error
  })
  return { write: (chunk) => parser.write(chunk), end: () => parser.end() }
})
