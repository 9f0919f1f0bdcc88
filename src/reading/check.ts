// Says whether a document can be read.

import { withWords } from '../core/words.ts'
import { NULL_TARGET } from '../engine/null-target.ts'
import { checkReadOptions } from './check-options.ts'
import { sendAll, type XmlDocument } from './document.ts'
import { type ReadOptions, reader } from './reader.ts'

/**
 * Reads a document and returns if nothing stood in the way.
 *
 * @throws XmlError when it is not well-formed, LimitError when it is beyond a limit: `fact` says what is wrong,
 * `offset` (bytes from 0), `line` and `column` (from 1) where, and `path` names the elements around it.
 * UsageError for options that cannot be understood.
 *
 * @example
 * ```js
 * import { check } from 'cosax'
 *
 * check('<buses><bus/></buses>')
 * try {
 *   check('<buses>\n  <bus><id>7574</bus>\n</buses>', { source: 'buses.xml' })
 * } catch ({ message, offset, path }) {
 *   console.log(message)
 *   console.log(offset, path)
 * }
 * ```
 * ```text
 * buses.xml:2:16: tag not closed: expected </id>, found </bus>
 * 23 /buses/bus/id
 * ```
 */
export function check(document: XmlDocument, options: ReadOptions = {}): void {
  checkReadOptions(options)
  sendAll(document, reader(withWords(options), NULL_TARGET))
}
