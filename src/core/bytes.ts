// Turns a number of bytes as people write it, `64K` or `300M`, into a number, and back.

const SUFFIXES = ['', 'K', 'M', 'G']

/** The number, in powers of 1024, or undefined for what is none from 1. */
export function parseBytes(text: string): number | undefined {
  const [, digits, suffix = ''] = /^([1-9]\d*)([KMG]?)$/.exec(text) ?? []
  const bytes = Number(digits) * 1024 ** SUFFIXES.indexOf(suffix)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** As a whole number of the largest unit that there is. */
export function formatBytes(bytes: number): string {
  const power = SUFFIXES.findLastIndex((_, power) => bytes % 1024 ** power === 0)
  return `${bytes / 1024 ** power}${SUFFIXES[power]}`
}
