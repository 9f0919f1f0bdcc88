// Turns texts into character data and values of attributes.

import { OutputError } from '../core/errors.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/u

export function asText(text: string, field: string): string {
  checkCharacters(text, field)
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, reference) : text
}

export function asAttribute(text: string, field: string): string {
  checkCharacters(text, field)
  return inQuotes(text)
}

/** What stands between double quotes. */
export function inQuotes(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, reference)
}

const REFERENCES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function reference(character: string): string {
  return REFERENCES[character] ?? `&#${character.charCodeAt(0)};`
}

function checkCharacters(text: string, field: string): void {
  const wrong = NOT_XML.exec(text)?.[0]
  if (wrong === undefined) return
  const code = wrong.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  throw new OutputError(`field ${JSON.stringify(field)}: U+${code} cannot stand in XML`)
}
