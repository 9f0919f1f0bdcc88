// The race's program on the npm package sax.

import { begin, declared, end, isCheck, load, run, text } from './records.js'

const { default: sax } = await load('sax')

run(() => {
  const parser = sax.parser(true)
  parser.ondoctype = (doctype) => Object.assign(parser.ENTITIES, declared(doctype))
  if (!isCheck) {
    parser.onopentag = ({ name, attributes }) => begin(name, attributes)
    parser.onclosetag = end
    parser.ontext = text
    parser.oncdata = text
  }
  parser.onerror = (error) => {
    throw error
  }
  return { write: (chunk) => parser.write(chunk), end: () => parser.close() }
})
