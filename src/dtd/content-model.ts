// Passes over the declarations of elements: only a validator needs what they say.

import { anyOf, type Reader } from './reader.ts'

/** Reads what stands behind `<!ELEMENT`. */
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

/** Reads what stands behind the first parenthesis of groups in groups, to the last one's occurrence mark. */
function passChildren(reader: Reader): void {
  const connectors = [EITHER] // by open group: what may stand between its parts
  while (connectors.length > 0) {
    reader.skipSpace()
    if (reader.take('(')) {
      connectors.push(EITHER)
      continue
    }
    reader.qualifiedName('the name of an element or "("')
    passOccurrence(reader)
    reader.skipSpace()
    while (connectors.length > 0 && reader.take(')')) {
      connectors.pop()
      passOccurrence(reader)
      if (connectors.length > 0) reader.skipSpace()
    }
    const allowed = connectors.pop()
    if (allowed !== undefined) connectors.push(passConnector(reader, allowed))
  }
}

const EITHER: readonly string[] = ['|', ',']
const ONLY = new Map(EITHER.map((connector) => [connector, [connector]]))

/** Reads one of the connectors, and answers with those that may follow in the same group. */
function passConnector(reader: Reader, allowed: readonly string[]): readonly string[] {
  const expected = anyOf([...allowed, ')'])
  return ONLY.get(reader.oneOf(allowed, expected)) ?? EITHER
}

function passOccurrence(reader: Reader): void {
  reader.take('?') || reader.take('*') || reader.take('+')
}
