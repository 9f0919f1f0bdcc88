// Checks that the formats of a pipeline's destinations have the options that are set for them.

import { UsageError } from '../core/errors.ts'
import { checkDelimiter, FORMAT_OPTIONS, type FormatOption } from '../record/writing.ts'
import { formatOfDestination } from '../sinks/destination-format.ts'
import { isTemplate, Template } from '../sinks/template.ts'
import { destinationsOf, type Pipeline } from './plan.ts'

const FLAGS: Record<FormatOption, string> = {
  columns: '--columns',
  maxColumns: '--max-columns',
  guard: '--csv-guard',
  header: '--no-header',
  delimiter: '--delimiter',
  bom: '--bom',
  root: '--xml-root',
  element: '--xml-record',
  prefixes: '--xml-prefix',
}

/** @throws UsageError when it contradicts itself, or means nothing. */
export function checkWriting(pipeline: Pipeline): void {
  const { writing, branches = [] } = pipeline
  const destinations = destinationsOf(pipeline)
  const formats = destinations.map((destination) => formatOfDestination(destination, writing))
  for (const destination of destinations) if (isTemplate(destination)) new Template(destination)
  if (writing && destinations.length === 0) {
    throw new UsageError(
      'nothing is written before the first --branch: flags about a file belong to its branch',
    )
  }
  if (writing?.files !== undefined && !destinations.some(isTemplate)) {
    throw new UsageError("--max-files: expected --to with a field in braces, as in '{route}.csv'")
  }
  if (writing?.delimiter !== undefined) checkDelimiter(writing.delimiter)
  for (const option of FORMAT_OPTIONS) {
    const isMeant = writing?.[option] !== undefined
    if (!isMeant || formats.some(({ format }) => format.takes.includes(option))) continue
    const titles = [...new Set(formats.map(({ format }) => format.title))].join(' and ')
    const other = option === 'columns' ? '; --select chooses fields' : ''
    throw new UsageError(`${FLAGS[option]}: means nothing to ${titles}${other}`)
  }
  for (const branch of branches) checkWriting(branch)
}
