// Lists the stages.

import { UsageError } from '../core/errors.ts'
import { count } from '../stages/count.ts'
import { countBy } from '../stages/count-by.ts'
import { drop } from '../stages/drop.ts'
import { explode } from '../stages/explode.ts'
import { filter } from '../stages/filter.ts'
import { group } from '../stages/group.ts'
import { head } from '../stages/head.ts'
import { mapJs } from '../stages/map-js.ts'
import { pipe } from '../stages/pipe.ts'
import { rename } from '../stages/rename.ts'
import { sample } from '../stages/sample.ts'
import { select } from '../stages/select.ts'
import { set } from '../stages/set.ts'
import { skip } from '../stages/skip.ts'
import { sort } from '../stages/sort.ts'
import { splitLines } from '../stages/split-lines.ts'
import type { Stage } from '../stages/stage.ts'
import { stats } from '../stages/stats.ts'
import { tail } from '../stages/tail.ts'
import { tee } from '../stages/tee.ts'
import { top } from '../stages/top.ts'
import { unique } from '../stages/unique.ts'
import { where } from '../stages/where.ts'
import { withoutName } from '../stages/without-name.ts'
import type { Json } from './plan.ts'

/** In the order of the help. Their arguments travel through the plan as JSON. */
export const STAGES: readonly Stage<Json>[] = [
  filter,
  where,
  select,
  drop,
  rename,
  set,
  splitLines,
  explode,
  mapJs,
  pipe,
  head,
  skip,
  tail,
  sample,
  unique,
  sort,
  top,
  count,
  countBy,
  group,
  stats,
  tee,
] as unknown as Stage<Json>[]

/** Those that no user asks for. */
const OTHERS = [withoutName] as unknown as Stage<Json>[]

/** @throws UsageError when there is none of that name. */
export function stageNamed(name: string): Stage<Json> {
  const stage = [...STAGES, ...OTHERS].find((candidate) => candidate.name === name)
  if (stage === undefined) throw new UsageError(`unknown stage ${JSON.stringify(name)}`)
  return stage
}
