// Shows what the server has done in all, and each second with a line of the last minute.

import type { ServerStatus } from '../status.ts'
import { byId, element, write } from './elements.ts'
import { bytes, count, duration, rate, roughly } from './numbers.ts'

const SECONDS = 60 // of the line
const HEIGHT = 20
const SVG = 'http://www.w3.org/2000/svg'

interface Shown {
  value: HTMLElement
  more: HTMLElement
}

const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

const place = byId('totals')
const read = trend('Data read')
const found = trend('Records found')
const written = trend('Records written')
const clients = figure('Clients now')
const failed = figure('Failed')
const memory = figure('Memory')
const processor = figure('Processor')
const uptime = figure('Up for')
let before: { time: number; processorSeconds: number } | undefined

export function showTotals({ totals, rates, time, uptimeSeconds }: ServerStatus): void {
  read(`${bytes(rates.bytes)}/s`, `${bytes(totals.bytes)} in all`, rates.bytes)
  found(`${rate(rates.records)}/s`, `${count(totals.records)} in all`, rates.records)
  written(`${rate(rates.written)}/s`, `${count(totals.written)} in all`, rates.written)
  show(clients, count(totals.clients), `${count(totals.clientsEver)} in all`)
  show(failed, count(totals.failed), `${count(totals.refused)} turned away`)
  show(memory, bytes(totals.memory), 'of the process')
  const share = before && (totals.processorSeconds - before.processorSeconds) / (time - before.time)
  const percent = share === undefined || !(share >= 0) ? '–' : `${Math.round(share * 100_000)} %`
  show(processor, percent, `${duration(totals.processorSeconds)} in all`)
  show(uptime, roughly(uptimeSeconds), `since ${date.format(time - 1000 * uptimeSeconds)}`)
  before = { time, processorSeconds: totals.processorSeconds }
}

function show({ value, more }: Shown, text: string, details: string): void {
  write(value, text)
  write(more, details)
}

function figure(title: string): Shown {
  const value = element('dd', 'value')
  const more = element('dd', 'more')
  place.append(element('div', 'figure', element('dt', '', title), value, more))
  return { value, more }
}

function trend(title: string): (text: string, details: string, value: number) => void {
  const shown = figure(title)
  const line = document.createElementNS(SVG, 'polyline')
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('viewBox', `0 0 ${SECONDS - 1} ${HEIGHT}`)
  drawing.setAttribute('preserveAspectRatio', 'none')
  drawing.setAttribute('aria-hidden', 'true')
  drawing.append(line)
  shown.value.parentElement?.append(drawing)
  const values: number[] = []
  return (text, details, value) => {
    show(shown, text, details)
    values.push(value)
    if (values.length > SECONDS) values.shift()
    const scale = (HEIGHT - 2) / Math.max(...values, 1)
    const from = SECONDS - values.length
    const points = values.map((each, n) => `${from + n},${HEIGHT - 1 - each * scale}`)
    line.setAttribute('points', points.join(' '))
  }
}
