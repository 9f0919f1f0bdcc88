// Expands bytes with a program of the system that reads what is written to it and prints what comes out of that.

import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import type { Expand } from './expander.ts'

const LONGEST_COMPLAINT = 1000 // characters

/** What it gives fails when there is no such program, which the package `holder` has, or when the program does. */
export function toolThatExpands(tool: string, flags: readonly string[], holder: string): Expand {
  return async function* expand(compressed) {
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
        const reason = reasonIn(complaint, tool)
        // what is wrong at the end some programs only mention
        if (code !== 0) reject(new Error(reason || `ended by ${signal ?? `code ${code}`}`))
        else if (reason !== '') reject(new Error(reason))
        else resolve()
      })
    })
    ended.catch(() => {}) // reported by the output
    pipeline(compressed, child.stdin).catch(() => {}) // it reads no more: its end says why
    try {
      for await (const chunk of child.stdout) yield chunk
      await ended
    } finally {
      child.kill()
    }
  }
}

/** The first thing that a program says, without its name and that of its input, which is always the same. */
function reasonIn(complaint: string, tool: string): string {
  const said = complaint.split('\n').map((line) =>
    line
      .replace(new RegExp(`^${tool}: `), '')
      .replace(/^(?:\(stdin\)|\/\*stdin\*\\) *: /, '')
      .trim(),
  )
  return said.find((line) => line !== '') ?? ''
}
