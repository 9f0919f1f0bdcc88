export interface Corpus {
  title: string
  records: string[]
  filter: [field: string, value: string]
}
export const CORPORA: Record<string, Corpus>

/** Writes a document of so many megabytes unless it is there; answers its bytes, its records, and how many of them the filter lets pass. */
export function writeDocument(
  name: string,
  path: string,
  megabytes: number,
): { bytes: number; records: number; matches: number }
