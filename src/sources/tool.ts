// Opens a program of the system that reads what is written to it and prints what comes out of that.

import { spawn } from 'node:child_process'
import type { Expander } from './compression.ts'

const LONGEST_COMPLAINT = 1000 // characters

/** The output fails when there is no such program, which the package `holder` has, or when it does. */
export function openTool(tool: string, flags: readonly string[], holder: string): Expander {
  const child = spawn(tool, flags, { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, LONGEST_COMPLAINT)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT'
      reject(isMissing ? new Error(`not found, install the package ${holder}`) : error)
    })
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      const [line = ''] = complaint.trim().split('\n')
      const reason = line.replace(`${tool}: `, '').replace('(stdin): ', '')
      reject(new Error(reason || `ended by ${signal ?? `code ${code}`}`))
    })
  })
  ended.catch(() => {}) // told by the output
  child.stdin.on('error', () => {}) // it reads no more: its end tells why
  async function* printed(): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of child.stdout) yield chunk
      await ended
    } finally {
      child.kill()
    }
  }
  return { input: child.stdin, output: printed() }
}
