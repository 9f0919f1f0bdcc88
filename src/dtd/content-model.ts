// Passes over the declarations of elements: only a validator needs what they say.

import type { Reader } from './reader.ts'

/** Reads what follows `<!ELEMENT`. */
export function passElement(reader: Reader): void {
  reader.needSpace()
  reader.qualifiedName('the name of an element')
  reader.needSpace()
  if (reader.oneOf(['EMPTY', 'ANY', '('], '"EMPTY", "ANY" or "("') === '(') {
    reader.skipSpace()
    if (reader.isAt('#')) passMixed(reader)
    else passChildren(reader)
  }
  reader.skipSpace()
  reader.need('>')
}

/** Reads `#PCDATA)`, `#PCDATA)*` or `#PCDATA | a | b)*`. */
function passMixed(reader: Reader): void {
  reader.need('#PCDATA')
  reader.skipSpace()
  let isAlone = true
  while (reader.take('|')) {
    isAlone = false
    reader.skipSpace()
    reader.qualifiedName('the name of an element')
    reader.skipSpace()
  }
  reader.oneOf([')'], '"|" or ")"')
  if (isAlone) reader.take('*')
  else reader.need('*')
}

/** What may stand between the parts of a group. */
interface Connectors {
  words: readonly string[]
  expected: string
}

const ANY: Connectors = { words: ['|', ','], expected: '"|", "," or ")"' }
const ONLY: Record<string, Connectors> = {
  '|': { words: ['|'], expected: '"|" or ")"' },
  ',': { words: [','], expected: '"," or ")"' },
}

/** Reads nested groups from after the first parenthesis to the occurrence mark of the outermost one. */
function passChildren(reader: Reader): void {
  const groups = [ANY] // those that are open
  while (groups.length > 0) {
    reader.skipSpace()
    if (reader.take('(')) {
      groups.push(ANY)
      continue
    }
    reader.qualifiedName('the name of an element or "("')
    passOccurrence(reader)
    reader.skipSpace()
    while (groups.length > 0 && reader.take(')')) {
      groups.pop()
      passOccurrence(reader)
      if (groups.length > 0) reader.skipSpace()
    }
    const group = groups.pop()
    if (group !== undefined) groups.push(ONLY[reader.oneOf(group.words, group.expected)] ?? ANY)
  }
}

function passOccurrence(reader: Reader): void {
  reader.take('?') || reader.take('*') || reader.take('+')
}
