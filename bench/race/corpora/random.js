// Provides numbers drawn from a seed: the same on every machine.

export class Random {
  #state

  constructor(seed) {
    this.#state = 0
    for (const letter of seed) this.#state = (Math.imul(this.#state, 31) + letter.charCodeAt(0)) | 0
  }

  /** From 0 up to but not 1. */
  fraction() {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }

  /** Either end may be drawn. */
  between(least, most) {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  chance(share) {
    return this.fraction() < share
  }

  pick(list) {
    return list[Math.floor(this.fraction() * list.length)]
  }

  /** As many as `count`, each drawn from all. */
  picks(list, count) {
    return Array.from({ length: count }, () => this.pick(list))
  }

  /** `2014-03-09` */
  date() {
    return `${this.between(2004, 2024)}-${two(this.between(1, 12))}-${two(this.between(1, 28))}`
  }

  /** `17:05:40` */
  time() {
    return `${two(this.between(0, 23))}:${two(this.between(0, 59))}:${two(this.between(0, 59))}`
  }
}

const two = (number) => (number < 10 ? `0${number}` : `${number}`)
