// Turns what a plan says about entities into what all its documents share.

import { Outside } from '../dtd/outside.ts'
import type { Parsing } from './plan.ts'

export async function loadOutside(
  { entities = 'keep' }: Parsing,
  _onWarning: (message: string) => void,
): Promise<Outside> {
  return new Outside({ manner: entities })
}
