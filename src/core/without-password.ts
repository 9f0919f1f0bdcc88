// Hides the passwords in an address: what is printed, or kept in a file, has none.

/** The same without them; what is no address stays as it is. Nothing is assumed of one that is not written well. */
export function withoutPassword(text: string): string {
  if (!/^[a-z][a-z+.-]*:\/\//i.test(text)) return text
  return text
    .replace(/^([^:]+:\/\/[^:@/?#]*):.*@/s, '$1@')
    .replace(/([?&])(?:ssl)?password=[^&#]*(&?)/gi, (_, before, after) =>
      after === '' ? '' : before,
    )
}
