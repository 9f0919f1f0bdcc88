// Turns places in a text that comes in pieces into lines and columns.

/** Where a piece begins, in lines and columns from 1; columns count characters, not bytes. */
export class Cursor {
  #line: number
  #column: number

  constructor({ line, column }: { line: number; column: number } = { line: 1, column: 1 }) {
    this.#line = line
    this.#column = column
  }

  /** The place of the character at `index` of the piece. */
  at(piece: string, index: number): { line: number; column: number } {
    let line = this.#line
    let start = -1 // the last line end before index
    for (
      let end = piece.indexOf('\n');
      end >= 0 && end < index;
      end = piece.indexOf('\n', end + 1)
    ) {
      line++
      start = end
    }
    const characters = charactersIn(piece.slice(start + 1, index))
    return { line, column: start < 0 ? this.#column + characters : characters + 1 }
  }

  /** Goes on after the piece. */
  pass(piece: string): void {
    const { line, column } = this.at(piece, piece.length)
    this.#line = line
    this.#column = column
  }
}

function charactersIn(text: string): number {
  const pairs = text.match(/[\ud800-\udbff]/g)
  return text.length - (pairs?.length ?? 0)
}
