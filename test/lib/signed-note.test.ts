import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/lib/canonical-json.ts'
import {
  checkpointText,
  cosignLine,
  readCheckpoint,
  readLines,
  readNote,
  readVkey,
  signedBy,
  signingKey,
  signNote,
  vkeyOf,
} from '../../src/lib/signed-note.ts'

// The example of https://c2sp.org/signed-note
const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const example = `This is an example message.

\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`

test('the example of C2SP is read, and one changed letter is not', () => {
  const key = readVkey(vkey)!
  expect(vkeyOf(key)).toBe(vkey)
  expect(signedBy(readNote(example)!, key)).toEqual({ good: true, at: null })
  expect(signedBy(readNote(example.replace('an example', 'no example'))!, key)).toEqual({ good: false, at: null })
  expect(readVkey(vkey.replace('530d903a', '530d903b'))).toBeNull()
  expect(signedBy(readNote(example.replace('/foo Uw', '/bar Uw'))!, key)).toBeNull()
})

const log = signingKey('fuyi.test/haicheng/log', Buffer.alloc(32, 7), 'note')
const witness = signingKey('other.test/witness', Buffer.alloc(32, 9), 'cosignature')
const checkpoint = { origin: 'fuyi.test/haicheng/log', size: 17, root: Buffer.alloc(32, 1) }

test('a checkpoint that is signed, and cosigned, is told from one that is not', () => {
  const text = checkpointText(checkpoint)
  const at = new Date('2026-11-29T05:00:00Z')
  const note = readNote(signNote(text, [log]) + cosignLine(text, witness, at))!
  expect(readCheckpoint(note.text)).toEqual(checkpoint)
  expect(signedBy(note, readVkey(vkeyOf(log))!)).toEqual({ good: true, at: null })
  expect(signedBy(note, readVkey(vkeyOf(witness))!)).toEqual({ good: true, at })
  const another = { ...note, text: checkpointText({ ...checkpoint, size: 18 }) }
  expect(signedBy(another, log)?.good).toBe(false)
  expect(signedBy(another, witness)?.good).toBe(false)
})

test('what is no note, and no checkpoint, is not read', () => {
  for (const wrong of ['', 'text\n', 'text\n\n', 'text\n\n\u2014 name\n', 'te\u0001xt\n\n\u2014 a AAAAAAA=\n'])
    expect(readNote(wrong)).toBeNull()
  expect(readLines('\u2014 a AAAAAAA=')).toBeNull()
  for (const wrong of ['a\n01\nAAAA\n', 'a\n1\n', `a\n-1\n${checkpoint.root.toString('base64')}\n`])
    expect(readCheckpoint(wrong)).toBeNull()
})

test('JSON has the form of RFC 8785', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
    string: '\u20ac$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  expect(canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  )
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}')
})
