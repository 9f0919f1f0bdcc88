// Provides the ends of what is written: the output, and the text beside it that waits for the end of its element.

import { output, side } from './memory'

@final export class Output {
  /** Of the JSON of records, or of the texts of events. */
  static end: usize = 0
  /** Of the text beside children. */
  static sideEnd: usize = 0
}

export function resetOutput(): void {
  output.reset()
  side.reset()
  output.grant(0, 0)
  side.grant(0, 0)
  Output.end = output.from
  Output.sideEnd = side.from
}
