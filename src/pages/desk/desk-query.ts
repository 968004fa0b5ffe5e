// What the address of the desk may be asked after its `?`.
import { viewWords } from '../../domain/moderation/queue-view.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'

/**
 * Beside the view of the queue: `find`, words as `q` was called; `select`, which rows are ticked; `n` and `left`, how many were given and
 * which were not; `suggest`, the form that agencies are suggested for; `prepare`, the case whose matter was answered lately.
 */
const more = ['find', 'select', 'n', 'left', 'suggest', 'prepare'] as const

/** Of the routes that show the desk at its own address. */
export const deskQuery = pageQuery(...viewWords, ...more)

/** What was asked. Nothing where a form that came back shows the desk. */
export type AskedOfDesk = { [name in (typeof viewWords)[number] | (typeof more)[number]]?: string | undefined }
