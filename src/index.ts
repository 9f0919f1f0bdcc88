// The library's door. Messages are about options here, as they are about flags on the command line.

import { speakOfOptions } from './core/words.ts'

speakOfOptions()

export { FarError } from './bridges/far-error.ts'
export type { HostedStage } from './bridges/host.ts'
export { hostStage, type ReceiveOptions, receiveFrom } from './bridges/receive-from.ts'
export { type SendToOptions, sendTo } from './bridges/send-to.ts'
export { type SubprocessOptions, subprocess } from './bridges/subprocess.ts'
export { type ThreadedOptions, threaded } from './bridges/threaded.ts'
export { type JobRunOptions as RunOptions, run } from './checkpoint/run.ts'
export { broadcast } from './core/broadcast.ts'
export { coroutine, type Receiver, type Target } from './core/coroutine.ts'
export { finish } from './core/drain.ts'
export {
  CosaxError,
  InputError,
  OutputError,
  ReentrantSendError,
  StageError,
  UsageError,
  YieldedValueError,
} from './core/errors.ts'
export { filter } from './core/filter.ts'
export { Gate } from './core/gate.ts'
export { map } from './core/map.ts'
export type { BadRecord } from './engine/bad-record.ts'
export type { EngineName, EngineOptions } from './engine/engine.ts'
export { LIMITS, type Limits } from './engine/limits.ts'
export { JsonError } from './engine/lines/json-error.ts'
export { DefectError, LimitError, type Position, XmlError } from './engine/xml-error.ts'
export type { Mapping } from './mapping/mapping.ts'
export { PRESETS } from './mapping/presets.ts'
export { applyShape } from './plan/apply-shape.ts'
export { explain } from './plan/explain.ts'
export type { Json, Pipeline, Plan, PlannedStage } from './plan/plan.ts'
export type { Report } from './plan/report.ts'
export { check } from './reading/check.ts'
export type { XmlDocument } from './reading/document.ts'
export { type LineOptions, linesToRecords } from './reading/lines.ts'
export { type ParseEvent, parse } from './reading/parse.ts'
export type { ReadOptions } from './reading/reader.ts'
export { bytesToRecords, type RecordOptions, records } from './reading/records.ts'
export type { Dictionary, ScalarType, Value } from './record/record.ts'
