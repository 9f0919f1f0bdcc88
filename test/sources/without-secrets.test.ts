import { expect, test } from 'vitest'
import { stageNamed } from '../../src/plan/stages.ts'
import { withoutSecrets } from '../../src/sources/without-secrets.ts'

test.each([
  ['nats://token@h/S', 'nats://***@h/S'],
  ['nats://me:secret@h/S?subject={@x}', 'nats://***@h/S?subject={@x}'],
  ['tls://me:secret@h/S', 'tls://***@h/S'],
  ['postgres://me:secret@h/d?table=t', 'postgres://me@h/d?table=t'],
  ['postgres://h/d?password=secret&table=t', 'postgres://h/d?table=t'],
  ['out/{@id}.jsonl', 'out/{@id}.jsonl'],
  ['a:b@c', 'a:b@c'],
])('the secrets of %s are hidden', (address, shown) => {
  expect(withoutSecrets(address)).toBe(shown)
})

test('a tee shows none of the address that it writes to', () => {
  const { describe } = stageNamed('tee')
  expect(describe?.('nats://token@h/S')).toBe('nats://***@h/S')
})
