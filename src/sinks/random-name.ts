// Provides a name for what is not finished. One that is taken is refused, not overwritten.

export function randomName(): string {
  return Math.random().toString(16).slice(2, 14).padEnd(12, '0')
}
