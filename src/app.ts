// The table of contents: plugins, then features, one line each, in order.

import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { commitmentRoutes } from './answers/commitments.ts'
import { answerPanel } from './answers/panel.ts'
import { answerRoutes } from './answers/routes.ts'
import { cacheHeaders, open, openPages } from './cache/cache.ts'
import { lagging } from './cache/lagging.ts'
import { casePage, caseRoutes } from './cases/routes.ts'
import { completeCosign } from './cosignatures/complete.ts'
import { moveRoutes } from './cosignatures/moves.ts'
import { reasonRoutes } from './cosignatures/reasons.ts'
import { cosignatureRoutes } from './cosignatures/routes.ts'
import { correctionRoutes } from './desk/corrections.ts'
import { letterRoutes } from './desk/letters.ts'
import { deskPage } from './desk/page.ts'
import { deskRoutes } from './desk/routes.ts'
import { completeJoin } from './governments/complete.ts'
import { governmentScope } from './governments/routes.ts'
import { mailFailureRoutes } from './notifications/failures.ts'
import { tellJoined, tellPasskey } from './notifications/passkeys.ts'
import { demoMailRoutes, unsubscribeRoutes } from './notifications/routes.ts'
import { tell } from './notifications/store.ts'
import { apiRoutes } from './open-data/api.ts'
import { operationRoutes } from './operations/routes.ts'
import { agencyRoutes } from './pages/agencies.ts'
import { demoRoutes } from './pages/demo.ts'
import { frontRoutes, homeRoutes } from './pages/front.ts'
import { helpRoutes } from './pages/help.ts'
import { listRoutes } from './pages/lists.ts'
import { mePage, meRoutes } from './pages/me.ts'
import { anyOf } from './people/acts.ts'
import { passkeyRoutes } from './people/passkeys.ts'
import { peopleRoutes } from './people/routes.ts'
import { sessionHook } from './people/sessions.ts'
import { draining } from './process/drain.ts'
import { logging } from './process/log.ts'
import { countRequests } from './process/metrics.ts'
import { mostConnections, serverLimits } from './process/server-limits.ts'
import { authorRoutes } from './proposals/author.ts'
import { completeDraft } from './proposals/complete.ts'
import { draftRoutes } from './proposals/drafts.ts'
import { tracePasskey } from './settings/passkeys.ts'
import { changesRoutes, settingsRoutes } from './settings/routes.ts'
import { dataForAll } from './web/data.ts'
import type { Deps } from './web/deps.ts'
import { errorPages } from './web/errors.ts'
import { languageHook } from './web/language.ts'
import { blockLimits } from './web/limits.ts'
import { methods } from './web/methods.ts'
import { security } from './web/security.ts'
import { viewPlugin } from './web/view.ts'

/** The whole application, not listening yet. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { config, db } = deps
  const app = Fastify({
    ...logging(config),
    trustProxy: config.trustProxy,
    ...serverLimits,
    // an address that is too long for a name is unknown like any other: the header limit bounds it
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: serverLimits.http.maxHeaderSize },
  })
  app.server.maxConnections = mostConnections
  await app.register(draining)
  await app.register(countRequests)
  await app.register(openPages, deps)
  await app.register(dataForAll)
  await app.register(methods)
  await app.register(errorPages)
  await app.register(cookie)
  app.removeContentTypeParser(['application/json', 'text/plain']) // only forms are taken
  await app.register(formbody)
  await app.register(languageHook, deps)
  await app.register(security, deps)
  await app.register(lagging, deps)
  await app.register(blockLimits, deps)
  await app.register(sessionHook, deps)
  await app.register(viewPlugin, deps)
  await app.register(cacheHeaders, deps)
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('../static', import.meta.url)),
    prefix: '/static/',
    immutable: true,
    preCompressed: true,
    maxAge: '365d',
  })

  const page = casePage(deps)
  const desk = deskPage({ ...deps, answerPanel: answerPanel(deps) })
  await app.register(operationRoutes, deps)
  const me = mePage(deps)
  const completeAct = anyOf(completeJoin({ ...deps, tellJoined }), completeDraft(deps), completeCosign(deps))
  await app.register(peopleRoutes, {
    ...deps,
    completeAct,
    sendCode: (tx, { code, ...mail }) => tell(tx, { kind: 'sign_in_code', facts: { code }, ...mail }),
  })
  await app.register(passkeyRoutes, {
    ...deps,
    completeAct,
    mePage: me,
    tellPasskey: async (tx, told) => {
      await tellPasskey(tx, told)
      await tracePasskey(tx, told)
    },
  })
  await app.register(unsubscribeRoutes, deps)
  if (config.demonstration) {
    await app.register(demoRoutes, deps)
    await app.register(demoMailRoutes, deps)
  }
  await app.register(open(homeRoutes), deps)
  await app.register(meRoutes, { ...deps, mePage: me })
  await app.register(open(apiRoutes), deps)
  await app.register(
    async (gov) => {
      await gov.register(governmentScope, deps)
      await gov.register(draftRoutes, deps)
      await gov.register(authorRoutes, { ...deps, casePage: page })
      await gov.register(settingsRoutes, deps)
      await gov.register(mailFailureRoutes, deps)
      await gov.register(letterRoutes, { ...deps, deskPage: desk })
      await gov.register(deskRoutes, { ...deps, deskPage: desk })
      await gov.register(correctionRoutes, { ...deps, deskPage: desk })
      await gov.register(cosignatureRoutes, { ...deps, casePage: page })
      await gov.register(moveRoutes, deps)
      await gov.register(reasonRoutes, deps)
      await gov.register(answerRoutes, { ...deps, deskPage: desk })
      await gov.register(open(commitmentRoutes), deps)
      await gov.register(open(frontRoutes), deps)
      await gov.register(open(listRoutes), deps)
      await gov.register(open(caseRoutes), { ...deps, casePage: page })
      await gov.register(open(agencyRoutes), deps)
      await gov.register(open(changesRoutes), deps)
      await gov.register(open(helpRoutes), deps)
    },
    { prefix: '/:gov' },
  )
  app.addHook('onClose', async () => {
    await db.close()
  })
  return app
}
