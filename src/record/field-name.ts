// Says what is wrong with a name that a user gives a field.

/** A fact, or undefined where a field may be called so. */
export function faultOfName(name: string): string | undefined {
  if (name === '') return 'expected a name before "="'
  // JavaScript would put it before all others
  return /^(?:0|[1-9]\d*)$/.test(name) ? `name is a number: ${JSON.stringify(name)}` : undefined
}
