// The table of contents: plugins, then features, one line each, in order.

import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { completeCosign } from './domain/cosignatures/resume-cosigning.ts'
import { completeJoin } from './domain/governments/resume-invitation.ts'
import { tellJoined, tellPasskey } from './domain/notifications/notify-passkey.ts'
import { tell } from './domain/notifications/store.ts'
import { anyOf } from './domain/people/pending-action.ts'
import { sessionHook } from './domain/people/sessions.ts'
import { completeDraft } from './domain/proposals/resume-draft.ts'
import { apiRoutes } from './open-data/api-routes.ts'
import { operationRoutes } from './operations/operation-routes.ts'
import { agencyRoutes } from './pages/agencies/agency-routes.ts'
import { authorRoutes } from './pages/cases/author-routes.ts'
import { casePage, caseRoutes } from './pages/cases/case-routes.ts'
import { cosignatureRoutes } from './pages/cases/cosigning-routes.ts'
import { moveRoutes } from './pages/cases/merge-consent-routes.ts'
import { reasonRoutes } from './pages/cases/reason-routes.ts'
import { commitmentRoutes } from './pages/commitments/commitment-routes.ts'
import { demoRoutes } from './pages/demo/demo-routes.ts'
import { answerPanel } from './pages/desk/answer-panel.ts'
import { answerRoutes } from './pages/desk/answer-routes.ts'
import { correctionRoutes } from './pages/desk/correction-routes.ts'
import { deskRoutes } from './pages/desk/decision-routes.ts'
import { deskPage } from './pages/desk/desk-page.ts'
import { letterRoutes } from './pages/desk/letter-routes.ts'
import { mailFailureRoutes } from './pages/desk/mail-failure-routes.ts'
import { draftRoutes } from './pages/drafts/draft-routes.ts'
import { helpRoutes } from './pages/help/help-routes.ts'
import { frontRoutes, homeRoutes } from './pages/lists/front-routes.ts'
import { listRoutes } from './pages/lists/list-routes.ts'
import { demoMailRoutes, unsubscribeRoutes } from './pages/mail/mail-routes.ts'
import { mePage, meRoutes } from './pages/me/me-routes.ts'
import { tracePasskey } from './pages/settings/passkeys-routes.ts'
import { changesRoutes, settingsRoutes } from './pages/settings/settings-routes.ts'
import { governmentScope } from './pages/shared/government-scope.ts'
import { peopleRoutes } from './pages/sign-in/code-routes.ts'
import { passkeyRoutes } from './pages/sign-in/passkey-routes.ts'
import { cacheHeaders, open, openPages } from './platform/cache/cache.ts'
import { lagging } from './platform/cache/replica-reads.ts'
import { blockLimits } from './platform/http/block-limits.ts'
import { dataForAll } from './platform/http/cors.ts'
import type { Deps } from './platform/http/deps.ts'
import { draining } from './platform/http/drain.ts'
import { languageHook } from './platform/http/language.ts'
import { methods } from './platform/http/methods.ts'
import { logging } from './platform/http/request-log.ts'
import { security } from './platform/http/security.ts'
import { mostConnections, serverLimits } from './platform/http/server-limits.ts'
import { countRequests } from './platform/process/metrics.ts'
import { errorPages } from './platform/web/error-pages.ts'
import { viewPlugin } from './platform/web/view.ts'

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
