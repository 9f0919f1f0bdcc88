// Keeps the last lines of a text that comes in pieces, however much of it there is.

const LONGEST = 400 // characters
const MOST = 3 // lines

export class LastLines {
  #text = ''

  add(bytes: Uint8Array): void {
    this.#text = (this.#text + Buffer.from(bytes).toString('utf8')).slice(-2 * LONGEST)
  }

  /** In one line, the oldest first. */
  get text(): string {
    const lines = this.#text.split('\n').map((line) => line.trim())
    return lines
      .filter((line) => line !== '')
      .slice(-MOST)
      .join('; ')
      .slice(-LONGEST)
  }
}
