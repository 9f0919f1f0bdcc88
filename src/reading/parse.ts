// Turns bytes into events, one by one: the readable level of the course. The pipeline itself uses tapes.

import { coroutine, type Receiver, type Target } from '../core/coroutine.ts'
import { withWords } from '../core/words.ts'
import { ATTRIBUTE, END, EVENT_WORDS, type Name, START, type Tape, TEXT } from '../engine/tape.ts'
import { checkReadOptions } from './check-options.ts'
import { sendAll, type XmlDocument } from './document.ts'
import { type ReadOptions, reader } from './reader.ts'

/** What `parse` sends. Names are as written; an element's text may come in several pieces. */
export type ParseEvent =
  | [kind: 'start', name: string, attributes: ReadonlyMap<string, string>]
  | [kind: 'text', text: string]
  | [kind: 'end', name: string]
  | [kind: 'instruction', target: string, data: string]

/**
 * Parses a document, given whole or in pieces, and sends its events to a coroutine. Stops early when that is
 * done, and closes it at the end.
 *
 * @throws XmlError when the document is not well-formed, LimitError when it is beyond a limit, UsageError for
 * options that cannot be understood; what the target or the iterable throws as it is. The first events are
 * sent all the same, then the target is thrown into.
 *
 * @example
 * ```js
 * import { coroutine, filter, parse } from 'cosax'
 *
 * const recordsToDictionaries = coroutine(function* (name, target) {
 *   while (true) {
 *     let event = yield
 *     if (event[0] !== 'start' || event[1] !== name) continue // not in a record yet
 *     const dictionary = {}
 *     let text = ''
 *     for (event = yield; !(event[0] === 'end' && event[1] === name); event = yield) {
 *       if (event[0] === 'start') text = ''
 *       else if (event[0] === 'text') text += event[1]
 *       else dictionary[event[1]] = text
 *     }
 *     if (!target.send(dictionary)) return
 *   }
 * })
 * const print = coroutine(function* () {
 *   while (true) console.log(yield)
 * })
 *
 * const document = '<buses><bus><id>7574</id><route>147</route></bus><bus><id>1412</id><route>22</route></bus></buses>'
 * parse(document, recordsToDictionaries('bus', filter((bus) => bus.route === '22', print())))
 * ```
 * ```text
 * { id: '1412', route: '22' }
 * ```
 */
export function parse(
  document: XmlDocument,
  target: Target<ParseEvent>,
  options: ReadOptions = {},
): void {
  checkReadOptions(options)
  sendAll(document, reader(withWords(options), tapesToEvents(target)))
}

const tapesToEvents = coroutine(function* (target: Target<ParseEvent>): Receiver<Tape> {
  while (true) if (!sendEvents(yield, target)) return
})

/** The attributes of elements that have none: one map for all of them, as to make one costs more than the rest of the event. */
const NONE: ReadonlyMap<string, string> = Object.defineProperty(new Map(), 'set', {
  value: () => {
    throw new TypeError('the attributes of an event cannot be changed')
  },
})

/** Sends the events of a tape; answers whether more are wanted. */
function sendEvents(tape: Tape, target: Target<ParseEvent>): boolean {
  const { events, names } = tape
  const end = tape.length * EVENT_WORDS
  let at = 0
  while (at < end) {
    const name = names[events[at + 1] as number]
    const qualified = name === undefined ? '' : name.qualified
    let event: ParseEvent
    switch (events[at]) {
      case START: {
        let attributes: Map<string, string> | undefined
        for (
          let next = at + EVENT_WORDS;
          next < end && events[next] === ATTRIBUTE;
          at = next, next += EVENT_WORDS
        ) {
          const { qualified } = names[events[next + 1] as number] as Name
          attributes ??= new Map()
          attributes.set(qualified, tape.text(next))
        }
        event = ['start', qualified, attributes ?? NONE]
        break
      }
      case TEXT:
        event = ['text', tape.text(at)]
        break
      case END:
        event = ['end', qualified]
        break
      default:
        event = ['instruction', qualified, tape.text(at)]
    }
    if (!target.send(event)) return false
    at += EVENT_WORDS
  }
  return true
}
