// JSON-LD as the triples it says, by the W3C's own algorithm. Nothing is fetched: a context stands in its document, or it is an error.
import type { Quad } from '@rdfjs/types'
import jsonld from 'jsonld'
import { Parser } from 'n3'

export async function triplesOf(document: object): Promise<Quad[]> {
  const refuse = async (url: string): Promise<never> => {
    throw new Error(`${url} would have to be fetched`)
  }
  const lines = await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader: refuse })
  return new Parser({ format: 'N-Quads' }).parse(String(lines))
}
