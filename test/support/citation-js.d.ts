// What the tests use of the library that reads citations, which brings no types.
declare module '@citation-js/core' {
  type Read = { [field: string]: unknown; title?: string; URL?: string; author?: object[] }
  export class Cite {
    constructor(data: unknown, options?: { forceType: string })
    data: Read[]
  }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
