// Turns cells into a line of CSV or TSV, and the first line of a file into cells.

import papaparse from 'papaparse'

/** Without its end. */
export function lineOf(cells: readonly (string | null)[], delimiter: string): string {
  // an empty text in quotes, which `null` is not
  const quotes = (cell: unknown) => cell === ''
  return papaparse.unparse([[...cells]], { delimiter, newline: '\n', quotes })
}

export function firstLine(text: string, delimiter: string): { cells: string[]; newline: string } {
  const { data, meta } = papaparse.parse<string[]>(text.replace(/^\ufeff/, ''), {
    delimiter,
    preview: 1,
  })
  return { cells: data[0] ?? [], newline: meta.linebreak === '\r\n' ? '\r\n' : '\n' }
}
