// Turns the numbers of a JSON text that would lose digits into texts, which lose none: 12345678901234567890, 1e999.

/** Texts, which are left as they are, and numbers. */
const PIECE = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g
const EXACT = 15 // digits that a double always holds

/** The same JSON; `{"id":12345678901234567890}` becomes `{"id":"12345678901234567890"}`. */
export function withTextsForNumbers(json: string): string {
  return json.replace(PIECE, (piece) => {
    return piece.startsWith('"') || isHeld(piece) ? piece : `"${piece}"`
  })
}

/** Whether a double is that number, and is written with its digits. */
function isHeld(text: string): boolean {
  const number = Number(text)
  if (!Number.isFinite(number)) return false
  const [mantissa = ''] = text.split(/[eE]/)
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '')
  if (digits.length <= EXACT) return number !== 0 || digits === ''
  return String(number) === text
}
