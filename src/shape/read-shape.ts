// Turns the text of a shape file into the shape, or says why it is none.

import { UsageError } from '../core/errors.ts'
import { parsePattern } from '../engine/pattern.ts'
import { SCALARS } from '../record/record.ts'
import { SHAPE_VERSION, type Shape } from './shape.ts'

/** @throws UsageError when it is none that can be read; `name` is that of the file. */
export function readShape(text: string, name: string): Shape {
  const shape = parsed(text, name)
  if (!isObject(shape) || shape.cosax !== 'shape') throw foreign(name)
  if (shape.version !== SHAPE_VERSION) {
    const found = JSON.stringify(shape.version) ?? 'none'
    throw new UsageError(`--shape: ${name}: expected version ${SHAPE_VERSION}, found ${found}`)
  }
  const { fields, record, pattern } = shape
  if (!Array.isArray(fields) || !isObject(record) || typeof pattern !== 'string')
    throw foreign(name)
  parsePattern(pattern)
  checkType(record.type, name, 'record')
  for (const field of fields) {
    if (!isObject(field) || typeof field.path !== 'string') throw foreign(name)
    checkType(field.type, name, field.path)
    if (field.array !== undefined && typeof field.array !== 'boolean') {
      throw unexpected(name, field.path, 'array true or false', field.array)
    }
  }
  return shape as unknown as Shape
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw foreign(name)
  }
}

function checkType(type: unknown, name: string, path: string): void {
  if (type === undefined || SCALARS.some((scalar) => scalar === type)) return
  throw unexpected(name, path, `type ${SCALARS.join(', ')}`, type)
}

function unexpected(name: string, path: string, expected: string, found: unknown): UsageError {
  return new UsageError(
    `--shape: ${name}: ${path}: expected ${expected}, found ${JSON.stringify(found)}`,
  )
}

function foreign(name: string): UsageError {
  return new UsageError(`--shape: ${name}: no shape, as cosax infer writes it`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
