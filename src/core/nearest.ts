// Finds the word that was meant.

import leven from 'leven'

/** The candidate that a word resembles most, if it does. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [near] = candidates
    .map((candidate) => ({ candidate, distance: leven(word, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil(lettersOf(candidate) / 3))
    .sort((a, b) => a.distance - b.distance)
  return near?.candidate
}

function lettersOf(word: string): number {
  return word.replace(/^-+/, '').length
}
