// Draws the pipeline as a graph of lists: steps from top to bottom, branches side by side or, where it is narrow, in turn.

import type { PipelineRow } from '../status.ts'
import { byId, element, write } from './elements.ts'
import { breadth, facts, flowTo, heldWords, type Step, stepsOf } from './steps.ts'

const COLUMN = 12 // rem that a step needs

/** A step, with what changes in it. */
interface Box {
  item: HTMLElement
  flow: HTMLElement
  facts: HTMLElement
  held: HTMLElement
}

const place = byId('pipeline')
let drawn = ''
let boxes: Box[] = []
let columns = 1

export function showPipeline(rows: PipelineRow[], bytesRate: number): void {
  const shape = JSON.stringify(rows.map(({ what, from }) => [what, from]))
  if (shape !== drawn) draw(rows)
  drawn = shape
  for (const [index, row] of rows.entries()) {
    const { item, flow, facts: line, held } = boxes[index]!
    const { text, flows } = flowTo(rows, index, bytesRate)
    write(flow, text)
    write(line, facts(row))
    write(held, heldWords(row.held))
    item.classList.toggle('flows', flows)
    item.classList.toggle('holds', row.held > 0)
  }
}

function draw(rows: PipelineRow[]): void {
  const steps = stepsOf(rows)
  boxes = rows.map(box)
  columns = breadth(steps)
  place.replaceChildren(chain(steps))
  document.body.classList.toggle('branched', columns > 1)
  arrange()
}

function chain(first: Step[]): HTMLElement {
  const list = element('ol', 'steps')
  let steps = first
  for (; steps.length === 1; steps = steps[0]!.next) list.append(boxes[steps[0]!.index]!.item)
  if (steps.length > 0) {
    const branches = steps.map((step) => element('li', 'branch', chain([step])))
    list.append(element('li', 'fork', element('ul', 'branches', ...branches)))
  }
  return list
}

function box({ what, from }: PipelineRow): Box {
  const verb = /^\S*/.exec(what)![0]
  const flow = element('p', 'flow')
  const facts = element('p', 'facts')
  const held = element('p', 'held')
  const words = element('p', 'what', element('strong', '', verb), what.slice(verb.length))
  const item = element('li', 'step', element('div', 'box', words, facts, held))
  if (from !== undefined) item.prepend(flow)
  return { item, flow, facts, held }
}

function arrange(): void {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  place.classList.toggle('stacked', place.clientWidth < columns * COLUMN * rem)
}

new ResizeObserver(arrange).observe(place)
