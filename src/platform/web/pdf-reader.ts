// Reads what a PDF is made of, with PDF.js (packed by unpdf). A file may be made to take for ever, or all memory: each is read in a
// thread of its own that gets neither, one after the other.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { done, type Result, refused } from '../../lib/result.ts'

/** What a file says of itself beside its pages, as whoever opens its properties reads it: `author`, `title` and so on, or a name of its own. */
export type PdfProperty = { name: string; value: string }
/** `withoutText`: how many of the pages that were looked at hold no letter. */
type PdfFacts = { pages: number; withoutText: number; properties: PdfProperty[] }
/** It asks for a password; brings a program or a form that is one; brings other files; is damaged; takes too long to read. */
type PdfRefusal = 'locked' | 'program' | 'embedded' | 'broken' | 'slow'

const longest = 15_000 // ms
const mostMegabytes = 256
/** Bytes that the process may grow by meanwhile. V8's limits leave out buffers, and 8 MB of a packed stream can be 8 GB of zeros. */
const mostGrowth = 512_000_000
const lookEvery = 50 // ms
const mostPages = 2000
/** Of these the text is looked for: the first ones show what kind of file it is. */
const readPages = 200

// As text, because the thread starts the same whether this file was compiled or not.
const program = `
  const { parentPort, workerData: { from, bytes, mostPages, readPages } } = require('node:worker_threads')
  const say = (said) => parentPort.postMessage(said)
  const hasText = ({ items }) => items.some(({ str }) => /\\S/.test(str ?? ''))
  const one = (value) => [value].flat(2).filter((part) => typeof part === 'string').join(', ').replace(/\\s+/g, ' ').trim().slice(0, 200)
  const propertiesOf = ({ info, metadata }) => {
    const xmp = (name) => one(metadata?.get?.(name) ?? '')
    const both = (a, b) => (!b || a.includes(b) ? a : a ? a + ', ' + b : b)
    return [
      ['author', both(one(info.Author), xmp('dc:creator'))], ['title', both(one(info.Title), xmp('dc:title'))],
      ['subject', one(info.Subject)], ['keywords', one(info.Keywords)],
      ...Object.entries(info.Custom ?? {}).slice(0, 10).map(([name, value]) => [name.slice(0, 60), one(value)]),
    ].filter(([, value]) => value).map(([name, value]) => ({ name, value }))
  }
  const actsIn = (found) => (found ? Object.keys(found).length > 0 : false)
  import(from).then(async ({ getDocumentProxy }) => {
    let pdf
    try {
      pdf = await getDocumentProxy(bytes, {
        isEvalSupported: false, verbosity: 0, maxImageSize: 1, disableFontFace: true, useSystemFonts: false,
        enableXfa: false, stopAtErrors: false,
      })
    } catch (error) {
      return say(error.name === 'PasswordException' ? 'locked' : 'broken')
    }
    const described = await pdf.getMetadata()
    const { info } = described
    if (info.IsXFAPresent || actsIn(await pdf.getJSActions())) return say('program')
    if (info.IsCollectionPresent || actsIn(await pdf.getAttachments())) return say('embedded')
    const pages = pdf.numPages
    if (pages > mostPages) return say('slow')
    let withoutText = 0
    for (let n = 1; n <= Math.min(pages, readPages); n++) {
      const page = await pdf.getPage(n)
      const annotations = await page.getAnnotations()
      if (actsIn(await page.getJSActions()) || annotations.some(({ actions }) => actsIn(actions))) return say('program')
      if (annotations.some(({ subtype }) => subtype === 'FileAttachment')) return say('embedded')
      if (!hasText(await page.getTextContent())) withoutText++
      page.cleanup()
    }
    say({ pages, withoutText, properties: propertiesOf(described) })
  }).catch(() => say('broken'))
`

/** Gives a reader; its application's own, so that one waits for the other. */
export function pdfReader({ within = longest } = {}): (bytes: Buffer) => Promise<Result<PdfFacts, PdfRefusal>> {
  const from = pathToFileURL(createRequire(import.meta.url).resolve('unpdf')).href
  let before: Promise<unknown> = Promise.resolve()

  const read = (bytes: Buffer) =>
    new Promise<Result<PdfFacts, PdfRefusal>>((resolve) => {
      const worker = new Worker(program, {
        eval: true,
        workerData: { from, bytes: new Uint8Array(bytes), mostPages, readPages },
        resourceLimits: { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: 32 },
        stdout: true,
        stderr: true,
      })
      const end = (result: Result<PdfFacts, PdfRefusal>) => {
        clearTimeout(timer)
        clearInterval(look)
        resolve(result)
        void worker.terminate()
      }
      const timer = setTimeout(() => end(refused('slow')), within)
      const grownTo = process.memoryUsage.rss() + mostGrowth
      const look = setInterval(() => process.memoryUsage.rss() > grownTo && end(refused('slow')), lookEvery)
      worker.once('message', (said: PdfFacts | PdfRefusal) =>
        end(typeof said === 'string' ? refused(said) : done(said)),
      )
      worker.once('error', () => end(refused('slow'))) // it used up its memory
      worker.once('exit', () => end(refused('broken')))
    })

  return (bytes) => {
    const mine = before.then(() => read(bytes))
    before = mine
    return mine
  }
}
