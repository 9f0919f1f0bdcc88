// Repairs markup that is not well-formed where the package, left to itself, would lose what comes after it.

import { goOn, isInDoctype, type Parser, readAgain, STATE } from './parser.ts'

/** Call it when the package complains; what it does not repair is left to the package. */
export function repair(parser: Parser): void {
  const { c, tagName } = parser
  switch (parser.state) {
    case STATE.OPEN_WAKA: // 1 <▮2
      markupToText(parser)
      break
    case STATE.TEXT_ENTITY: // R&D▮<
      entityToText(parser, 'textNode', STATE.TEXT)
      break
    case STATE.ATTRIB_VALUE_ENTITY_Q: // <a b="R&D▮"
      entityToText(parser, 'attribValue', STATE.ATTRIB_VALUE_QUOTED)
      break
    case STATE.ATTRIB_VALUE_ENTITY_U: // <a b=R&D▮>
      entityToText(parser, 'attribValue', STATE.ATTRIB_VALUE_UNQUOTED)
      break
    case STATE.OPEN_TAG_SLASH: // <a /▮b="1">
      readAgain(parser, STATE.ATTRIB)
      break
    case STATE.ATTRIB_NAME: // <a b▮/>
      readAgain(parser, STATE.ATTRIB_NAME_SAW_WHITE)
      break
    case STATE.ATTRIB_NAME_SAW_WHITE: // <a b ▮/>, when the package has done with b
      if (parser.attribName === '' && c === '/') readAgain(parser, STATE.ATTRIB)
      break
    case STATE.ATTRIB_VALUE: // <a b=▮>
      if (c === '>') readAgain(parser, STATE.ATTRIB_VALUE_UNQUOTED)
      break
    case STATE.CLOSE_TAG: // </▮> or </a▮>
    case STATE.CLOSE_TAG_SAW_WHITE:
      if (tagName === '') markupToText(parser, '/')
      else if (c === '>' && !isOpen(parser, tagName)) skipTag(parser)
  }
}

/** Whether there is something for an end tag to end. */
export function isOpen(parser: Parser, name: string): boolean {
  return parser.tags.some((tag) => tag.name === name)
}

/** Takes markup that was begun, as far as it is read, for text: the "<", white space and what came of it. */
export function markupToText(parser: Parser, begun = ''): void {
  const spaces = parser.position - parser.startTagPosition - 1 - begun.length
  parser.textNode += `<${' '.repeat(Math.max(spaces, 0))}${begun}`
  parser.tagName = ''
  readAgain(parser, isInDoctype(parser) ? STATE.DOCTYPE_DTD : STATE.TEXT)
}

function entityToText(parser: Parser, text: 'textNode' | 'attribValue', state: number): void {
  parser[text] += `&${parser.entity}`
  parser.entity = ''
  readAgain(parser, state)
}

function skipTag(parser: Parser): void {
  parser.tagName = ''
  goOn(parser, STATE.TEXT)
}
