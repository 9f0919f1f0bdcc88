// Writes a shape as the text of a shape file: a field a line, so that two can be compared.

import type { Shape } from './shape.ts'

export function writeShape(shape: Shape): string {
  const { fields, ...rest } = shape
  const head = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${spaced(value)},`,
  )
  const list = fields.map((field) => `    ${spaced(field)}`).join(',\n')
  return `{\n${head.join('\n')}\n  "fields": [${list === '' ? '' : `\n${list}\n  `}]\n}\n`
}

/** On one line, with a space where a person expects one. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`,
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
