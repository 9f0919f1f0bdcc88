// Provides a kernel in which every store is checked against what was granted.

import { readFileSync } from 'node:fs'
import type { KernelBuild } from '../../src/engine/wasm.ts'
import { compile, kernelBuild } from '../engine/kernel/kernel-build.ts'

declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: object }
}

const CHECKS = ['src/kernel/checks.ts', '--runtime', 'stub', '--noAssert', '--optimize']
const checks = new WebAssembly.Module(readFileSync(compile('checks', CHECKS)))

export const CHECKED_KERNEL: KernelBuild = kernelBuild('checked', () => {
  const { exports } = new WebAssembly.Instance(checks, { env: { violation } })
  return { env: exports, checks: exports }
})

function violation(at: number, bytes: number): never {
  throw new Error(`the kernel wrote ${bytes} bytes at ${at >>> 0}, which it was not granted`)
}
