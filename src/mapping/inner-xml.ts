// Turns what is in an element into XML again: names as written, entities resolved, comments left out.

import { type Element, isElement } from './element.ts'

/** Character data as text, an element with nothing in it as `<a/>`, attribute values in double quotes. */
export function innerXml({ content }: Element): string {
  return content
    .map((part) => {
      if (typeof part === 'string') return part.replace(/[&<>\r]/g, escaped)
      if (isElement(part)) return outerXml(part)
      return `<?${part.target}${part.data === '' ? '' : ` ${part.data}`}?>`
    })
    .join('')
}

function outerXml(element: Element): string {
  const { qualified } = element.name
  const attributes = element.attributes.map(
    ([name, value]) => ` ${name.qualified}="${value.replace(/[&<"\t\n\r]/g, escaped)}"`,
  )
  const tag = qualified + attributes.join('')
  return element.content.length === 0 ? `<${tag}/>` : `<${tag}>${innerXml(element)}</${qualified}>`
}

function escaped(character: string): string {
  return ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
