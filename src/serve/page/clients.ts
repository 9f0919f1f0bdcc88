// Keeps the table of clients: a row for each, changed in place, in the order that a header was asked for.

import type { ClientStatus } from '../status.ts'
import { byId, element, write } from './elements.ts'
import { bytes, count, counted, duration } from './numbers.ts'

const STATES = {
  reading: 'waits for bytes',
  working: 'works',
  writing: 'waits for client',
  held: 'waits for sink',
}

interface Column {
  title: string
  text(client: ClientStatus): string
  /** What it is sorted by, if not by its text; the largest come first. */
  number?(client: ClientStatus): number
}

const COLUMNS: Column[] = [
  { title: 'Client', text: ({ from }) => from },
  { title: 'State', text: ({ state }) => STATES[state] },
  { title: 'Records', text: ({ records }) => count(records), number: ({ records }) => records },
  { title: 'Data', text: (client) => bytes(client.bytes), number: (client) => client.bytes },
  { title: 'Here for', text: ({ seconds }) => duration(seconds), number: ({ seconds }) => seconds },
  {
    title: 'Idle for',
    text: ({ idleSeconds }) => duration(idleSeconds),
    number: ({ idleSeconds }) => idleSeconds,
  },
  { title: 'Via', text: ({ protocol }) => protocol.toUpperCase() },
]

interface Row {
  client: ClientStatus
  element: HTMLTableRowElement
  texts: Text[]
}

const body = byId<HTMLTableSectionElement>('clients')
const caption = byId('clients-caption')
const rows = new Map<number, Row>()
const { compare } = new Intl.Collator('en', { numeric: true })
let sortedBy = COLUMNS.findIndex(({ title }) => title === 'Here for')
let isDescending = true

const headers = COLUMNS.map(({ title }, index) => {
  const button = element('button', '', title)
  const header = element('th', '', button)
  button.type = 'button'
  header.scope = 'col'
  button.addEventListener('click', () => sortBy(index))
  return header
})
byId('clients-header').append(...headers)
sayOrder()

export function showClients(clients: ClientStatus[], inAll: number): void {
  const gone = new Set(rows.keys())
  for (const client of clients) {
    gone.delete(client.id)
    const row = rows.get(client.id) ?? newRow(client)
    row.client = client
    if (row.element.dataset.state !== client.state) row.element.dataset.state = client.state
    for (const [index, { text }] of COLUMNS.entries()) {
      const now = text(client)
      const cell = row.texts[index]!
      if (cell.data !== now) cell.data = now
    }
  }
  for (const id of gone) {
    rows.get(id)?.element.remove()
    rows.delete(id)
  }
  write(caption, captionOf(clients.length, inAll))
  order()
}

function captionOf(shown: number, inAll: number): string {
  if (inAll === 0) return 'Nobody is connected.'
  if (shown < inAll) return `${count(shown)} of ${count(inAll)} clients: those longest here.`
  return `${counted(inAll, 'client')}.`
}

function newRow(client: ClientStatus): Row {
  const texts = COLUMNS.map(() => document.createTextNode(''))
  const cells = texts.map((text, index) => element(index === 0 ? 'th' : 'td', '', text))
  const row = { client, element: element('tr', '', ...cells), texts }
  cells[0]!.setAttribute('scope', 'row')
  rows.set(client.id, row)
  return row
}

function sortBy(index: number): void {
  isDescending = index === sortedBy ? !isDescending : COLUMNS[index]!.number !== undefined
  sortedBy = index
  sayOrder()
  order()
}

function sayOrder(): void {
  for (const [index, header] of headers.entries()) {
    const order = isDescending ? 'descending' : 'ascending'
    header.setAttribute('aria-sort', index === sortedBy ? order : 'none')
  }
}

/** Moves rows that are not where they belong. */
function order(): void {
  const { text, number } = COLUMNS[sortedBy]!
  const byKey = number
    ? (a: Row, b: Row) => number(a.client) - number(b.client)
    : (a: Row, b: Row) => compare(text(a.client), text(b.client))
  const sign = isDescending ? -1 : 1
  const sorted = [...rows.values()].sort((a, b) => sign * byKey(a, b) || a.client.id - b.client.id)
  let at = body.firstElementChild
  for (const { element } of sorted) {
    if (element === at) at = at.nextElementSibling
    else body.insertBefore(element, at)
  }
}
