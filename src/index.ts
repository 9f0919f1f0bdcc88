// The library's door. Messages are about options here, as they are about flags on the command line.

import { speakOfOptions } from './core/words.ts'

speakOfOptions()

export { broadcast } from './core/broadcast.ts'
export { coroutine, type Receiver, type Target } from './core/coroutine.ts'
export {
  CosaxError,
  InputError,
  OutputError,
  ReentrantSendError,
  StageError,
  UsageError,
} from './core/errors.ts'
export { filter } from './core/filter.ts'
export { map } from './core/map.ts'
export { explain } from './plan/explain.ts'
export type { Json, Pipeline, Plan, PlannedStage } from './plan/plan.ts'
export { type Report, type RunOptions, run } from './plan/run.ts'
export type { Mapping } from './record/mapping.ts'
export { PRESETS } from './record/presets.ts'
export type { Dictionary, ScalarType, Value } from './record/record.ts'
export { bytesToRecords, type RecordOptions, records } from './record/records.ts'
export type { BadRecord } from './xml/bad-record.ts'
export { check } from './xml/check.ts'
export type { XmlDocument } from './xml/document.ts'
export type { EngineName, EngineOptions } from './xml/engine.ts'
export { LIMITS, type Limits } from './xml/limits.ts'
export { type ParseEvent, parse } from './xml/parse.ts'
export type { ReadOptions } from './xml/reader.ts'
export { DefectError, LimitError, type Position, XmlError } from './xml/xml-error.ts'
