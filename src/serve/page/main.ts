// Follows the server by its events, and shows what it says. A lost connection is made again.

import type { FailureStatus, ServerStatus } from '../status.ts'
import { showClients } from './clients.ts'
import { byId, element, write } from './elements.ts'
import { showPipeline } from './graph.ts'
import { count } from './numbers.ts'
import { showTotals } from './totals.ts'

const AGAIN = 2000 // ms until another attempt
const SILENCE = 5000 // ms without news, of a server that has them each second

const connection = byId('connection')
let status: ServerStatus | undefined
const openedAt = Date.now()
let heardAt = openedAt
let failures = ''

function follow(): void {
  const events = new EventSource(`events${location.search}`)
  events.addEventListener('status', ({ data }) => {
    const now: ServerStatus = JSON.parse(data)
    heardAt = Date.now()
    say(now.isClosing ? 'closing' : 'live')
    status = now
    requestAnimationFrame(show)
  })
  events.addEventListener('error', () => {
    say('lost')
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN)
  })
}

/** A page that nobody sees is not drawn: only the last status counts. */
function show(): void {
  if (status === undefined) return
  write(byId('listening'), status.listening.join('  '))
  showTotals(status)
  showPipeline(status.pipeline, status.rates.bytes)
  showClients(status.clients, status.totals.clients)
  showTasks(status.tasks)
  showFailures(status.failures)
  status = undefined
}

/** Read aloud by a screen reader when it changes: only when there is something to say. */
function say(state: 'live' | 'closing' | 'lost'): void {
  document.body.dataset.state = state
  write(
    connection,
    {
      live: 'Live',
      closing: 'Closing: takes nobody any more',
      lost:
        heardAt === openedAt
          ? 'No connection yet, trying again'
          : `Connection lost, trying again. Figures are of ${clock(heardAt)}`,
    }[state],
  )
}

function showTasks(tasks: Record<string, number>): void {
  const rows = Object.entries(tasks).map(([state, number]) =>
    element('div', '', element('dt', '', state), element('dd', '', count(number))),
  )
  byId('tasks').replaceChildren(...rows)
}

function showFailures(now: FailureStatus[]): void {
  const text = JSON.stringify(now)
  if (text === failures) return
  failures = text
  const items = now.map(({ time, from, message }) => {
    const when = element('time', '', clock(time))
    when.dateTime = new Date(time).toISOString()
    const who = element('span', 'from', from)
    return element('li', '', element('p', 'when', when, ' ', who), element('p', 'message', message))
  })
  byId('failures').replaceChildren(...items)
  byId('no-failures').hidden = items.length > 0
}

function clock(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB')
}

setInterval(() => {
  if (Date.now() - heardAt > SILENCE) say('lost')
}, 1000)
follow()
