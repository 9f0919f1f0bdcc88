import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

// standard output belongs to the process, so each test is one

const gate = new URL('../../dist/core/gate.js', import.meta.url)
const stdout = new URL('../../dist/sinks/stdout.js', import.meta.url)

function runs(
  script: string,
  redirection: string,
  before = '',
): { stdout: string; stderr: string } {
  const program = `
    import { Gate } from '${gate}'
    import { Stdout } from '${stdout}'
    const output = new Stdout(new Gate(), () => console.error('closed'))
    ${script}`
  const command = `${before}node --input-type=module -e "$1" ${redirection}`
  return spawnSync('bash', ['--norc', '-c', command, 'bash', program], { encoding: 'utf8' })
}

describe('standard output', () => {
  test('has everything when it is flushed', () => {
    const script = `
      for (let i = 0; i < 100_000; i++) output.write(i + '\\n')
      await output.flush()
      console.error(output.records)
      process.exit()`
    const result = runs(script, '| cat')
    expect(result.stderr).toBe('100000\n')
    expect(result.stdout).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''))
  })

  test('keeps what it was given when it is discarded', () => {
    const script = `
      output.write('1\\n')
      output.discard()
      await output.flush()
      process.exit()`
    expect(runs(script, '| cat').stdout).toBe('1\n')
  })

  test('has everything once, however often it is flushed', () => {
    const script = `
      output.write('1\\n')
      await Promise.all([output.flush(), output.flush()])
      output.write('2\\n')
      await output.flush()
      await output.flush()
      output.commit()
      process.exit()`
    expect(runs(script, '| cat').stdout).toBe('1\n2\n')
  })

  test('has what was flushed before it is committed', () => {
    const script = `
      output.write('1\\n')
      await output.flush()
      process.exit()`
    expect(runs(script, '| cat').stdout).toBe('1\n')
  })

  test('does not fail when its reader has gone', () => {
    const script = `
      output.write('1\\n')
      await output.flush()
      console.error(output.write('2\\n'), output.records)
      output.discard()
      await output.flush()`
    const result = runs(script, '>&3', 'exec 3> >(exec true); wait $!; ')
    expect(result.stderr).toBe('closed\nfalse 1\n')
  })

  test('fails when its disk is full', () => {
    const script = `
      output.write('1\\n')
      await output.flush().catch((error) => console.error(error.name + ': ' + error.message))`
    expect(runs(script, '> /dev/full').stderr).toBe(
      'OutputError: stdout: no space left on device\n',
    )
  })

  test('fails in the same way when it is flushed again, and not when it is discarded', () => {
    const script = `
      const print = (error) => console.error(error.name + ': ' + error.message)
      output.write('1\\n')
      await output.flush().catch(print)
      output.discard()
      await output.flush().catch(print)`
    expect(runs(script, '> /dev/full').stderr).toBe(
      'OutputError: stdout: no space left on device\n'.repeat(2),
    )
  })
})
