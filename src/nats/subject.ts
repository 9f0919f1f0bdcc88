// Knows the subjects of NATS: words between dots, some of which stand for any in what a stream takes.

/** What is wrong with a text as a subject, if anything is. */
export function faultOfSubject(text: string): string | undefined {
  const wrong = text.split('.').find((word) => !isWord(word))
  if (wrong === '') return 'a word between two dots is empty'
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no word of a subject`
  if (/^(?:\$|_INBOX(?:\.|$))/.test(text)) return 'it belongs to the server'
  return undefined
}

/** A text as one word: what has a meaning in subjects is written as `%2E`, in hexadecimal. */
export function asWord(text: string): string {
  return text.replace(/[\s.*>%$\p{Cc}\p{Cs}]/gu, (character) => {
    const digits = character.charCodeAt(0).toString(16).toUpperCase()
    return digits.length > 2 ? `%u${digits.padStart(4, '0')}` : `%${digits.padStart(2, '0')}`
  })
}

/** Whether a pattern, with `*` for any word and `>` for all that are left, takes a subject. */
export function takes(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.')
  const words = subject.split('.')
  for (const [i, word] of wanted.entries()) {
    if (word === '>' && i === wanted.length - 1) return words.length > i
    if (i >= words.length || (word !== '*' && word !== words[i])) return false
  }
  return words.length === wanted.length
}

/** Whether a word stands for itself. Letters of any script are well, what has a meaning there is not. */
function isWord(word: string): boolean {
  return /^[^\s.*>\p{Cc}]+$/u.test(word)
}
