import { afterEach, beforeEach, expect, it } from 'vitest'
import { reportFailure } from '../../src/cli/diagnostics.ts'
import { DefectError } from '../../src/engine/xml-error.ts'
import { catchSaid } from './said.ts'

let said: ReturnType<typeof catchSaid>
beforeEach(() => {
  said = catchSaid()
})
afterEach(() => said.letThrough())

it('says a defect in one line, without its stack', () => {
  const error = new DefectError(new Error('unreachable'), 'a.xml', {
    offset: 7,
    line: 2,
    column: 3,
  })
  expect(reportFailure(error)).toBe(70)
  expect(said.text).toContain('a.xml:2:3: a defect of cosax, please report it: unreachable\n')
  expect(said.text.split('\n').length).toBe(2)
})
