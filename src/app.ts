// The table of contents: plugins, then features, one line each, in order.

import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import { validatorCompiler } from '@fastify/type-provider-zod'
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { apiRoutes } from './open-data/api-routes.ts'
import { catalogueRoutes, governmentCatalogueRoutes } from './open-data/catalogue-routes.ts'
import { contractPageRoutes, contractRoutes } from './open-data/contract-routes.ts'
import { dataPageRoutes } from './open-data/data-page-routes.ts'
import { datasetRoutes } from './open-data/dataset-routes.ts'
import { dumpRoutes } from './open-data/dumps/dump-routes.ts'
import { nationalDatasetRoutes } from './open-data/national-dataset-routes.ts'
import { operationRoutes } from './operations/operation-routes.ts'
import { agencyRoutes } from './pages/agencies/agency-routes.ts'
import { calendarRoutes } from './pages/agencies/calendar-routes.ts'
import { authorRoutes } from './pages/cases/author-routes.ts'
import { cardRoutes } from './pages/cases/card-routes.ts'
import { caseRoutes } from './pages/cases/case-routes.ts'
import { cosigningRoutes } from './pages/cases/cosigning-routes.ts'
import { documentRoutes } from './pages/cases/document-routes.ts'
import { caseFeedRoutes } from './pages/cases/feed-routes.ts'
import { fileRoutes } from './pages/cases/file-routes.ts'
import { mergeConsentRoutes } from './pages/cases/merge-consent-routes.ts'
import { oembedRoutes } from './pages/cases/oembed-routes.ts'
import { posterRoutes } from './pages/cases/poster-routes.ts'
import { reasonRoutes } from './pages/cases/reason-routes.ts'
import { referenceRoutes } from './pages/cases/reference-routes.ts'
import { commitmentRoutes } from './pages/commitments/commitment-routes.ts'
import { commitmentFeedRoutes } from './pages/commitments/feed-routes.ts'
import { demoRoutes } from './pages/demo/demo-routes.ts'
import { answerRoutes } from './pages/desk/answer-routes.ts'
import { assignmentRoutes } from './pages/desk/assignment-routes.ts'
import { attachmentRoutes } from './pages/desk/attachment-routes.ts'
import { correctionRoutes } from './pages/desk/correction-routes.ts'
import { decisionRoutes } from './pages/desk/decision-routes.ts'
import { handOverRoutes } from './pages/desk/hand-over-routes.ts'
import { handlingRoutes } from './pages/desk/handling-routes.ts'
import { letterRoutes } from './pages/desk/letter-routes.ts'
import { lookRoutes } from './pages/desk/look-routes.ts'
import { mailFailureRoutes } from './pages/desk/mail-failure-routes.ts'
import { officerRoutes } from './pages/desk/officer-routes.ts'
import { partsRoutes } from './pages/desk/parts-routes.ts'
import { receivedRoutes } from './pages/desk/received-routes.ts'
import { releaseRoutes } from './pages/desk/release-routes.ts'
import { savedViewRoutes } from './pages/desk/saved-view-routes.ts'
import { templateRoutes } from './pages/desk/template-routes.ts'
import { transferRoutes } from './pages/desk/transfer-routes.ts'
import { workloadRoutes } from './pages/desk/workload-routes.ts'
import { draftRoutes } from './pages/drafts/draft-routes.ts'
import { unsavedRoutes } from './pages/drafts/unsaved-routes.ts'
import { figureRoutes, nationalFigureRoutes } from './pages/figures/figure-routes.ts'
import { followRoutes } from './pages/following/follow-routes.ts'
import { helpRoutes } from './pages/help/help-routes.ts'
import { integrityHelpRoutes } from './pages/help/integrity-routes.ts'
import { integrityRoutes } from './pages/integrity/integrity-routes.ts'
import { sampleRoutes } from './pages/integrity/sample-routes.ts'
import { unusualRoutes } from './pages/integrity/unusual-routes.ts'
import { keptRoutes } from './pages/kept/kept-routes.ts'
import { listFeedRoutes } from './pages/lists/feed-routes.ts'
import { frontRoutes, homeRoutes } from './pages/lists/front-routes.ts'
import { listCalendarRoutes } from './pages/lists/list-calendar-routes.ts'
import { listRoutes } from './pages/lists/list-routes.ts'
import { logDayRoutes } from './pages/log/log-day-routes.ts'
import { logPageRoutes } from './pages/log/log-page-routes.ts'
import { logTileRoutes } from './pages/log/log-tile-routes.ts'
import { mirrorRoutes } from './pages/log/mirror-routes.ts'
import { checkReceiptRoutes, receiptRoutes, sentReceiptRoutes } from './pages/log/receipt-routes.ts'
import { witnessRoutes } from './pages/log/witness-routes.ts'
import { demoMailRoutes, unsubscribeRoutes } from './pages/mail/mail-routes.ts'
import { addressRoutes } from './pages/me/address-routes.ts'
import { ownCalendarRoutes } from './pages/me/calendar-routes.ts'
import { copyRoutes } from './pages/me/copy-routes.ts'
import { correctRoutes } from './pages/me/correct-routes.ts'
import { dataRoutes } from './pages/me/data-routes.ts'
import { meRoutes } from './pages/me/me-routes.ts'
import { ownDataRoutes } from './pages/me/own-data-routes.ts'
import { passkeyRoutes } from './pages/me/passkey-routes.ts'
import { ownServiceRoutes } from './pages/me/service-routes.ts'
import { paperChangeRoutes } from './pages/paper/paper-change-routes.ts'
import { paperRoutes } from './pages/paper/paper-routes.ts'
import { indexing } from './pages/robots/indexing.ts'
import { governmentMapRoutes, robotsRoutes } from './pages/robots/robots-routes.ts'
import { agenciesRoutes } from './pages/settings/agencies-routes.ts'
import { announcementsRoutes } from './pages/settings/announcements-routes.ts'
import { blackoutsRoutes } from './pages/settings/blackouts-routes.ts'
import { brandingRoutes } from './pages/settings/branding-routes.ts'
import { changesRoutes } from './pages/settings/changes-routes.ts'
import { holidaysRoutes } from './pages/settings/holidays-routes.ts'
import { limitsRoutes } from './pages/settings/limits-routes.ts'
import { listEntriesRoutes } from './pages/settings/lists-routes.ts'
import { staffPasskeysRoutes } from './pages/settings/passkeys-routes.ts'
import { peopleRoutes } from './pages/settings/people-routes.ts'
import { registerOfficeRoutes } from './pages/settings/register-routes.ts'
import { rulesRoutes } from './pages/settings/rules-routes.ts'
import { settingsRoutes } from './pages/settings/settings-routes.ts'
import { settingsScope } from './pages/settings/settings-scope.ts'
import { synonymsRoutes } from './pages/settings/synonyms-routes.ts'
import { tonightRoutes } from './pages/settings/tonight-routes.ts'
import { unusualSettingsRoutes } from './pages/settings/unusual-routes.ts'
import { governmentScope } from './pages/shared/government-scope.ts'
import { justDone } from './pages/shared/just-done.ts'
import { keptForms } from './pages/shared/kept-forms.ts'
import { meantAddresses } from './pages/shared/meant-address.ts'
import { onePress } from './pages/shared/one-press.ts'
import { readOnly } from './pages/shared/read-only.ts'
import { sessionHook } from './pages/shared/session-hook.ts'
import { signInServiceList } from './pages/shared/sign-in-services.ts'
import { verificationServiceList } from './pages/shared/verification-services.ts'
import { codeRoutes } from './pages/sign-in/code-routes.ts'
import { passkeySignInRoutes } from './pages/sign-in/passkey-sign-in-routes.ts'
import { serviceRoutes } from './pages/sign-in/service-routes.ts'
import { ageRoutes } from './pages/verification/age-routes.ts'
import { counterRoutes } from './pages/verification/counter-routes.ts'
import { presentationRoutes } from './pages/verification/presentation-routes.ts'
import { registerRoutes } from './pages/verification/register-routes.ts'
import { verificationRoutes } from './pages/verification/verification-routes.ts'
import { walletRoutes } from './pages/verification/wallet-routes.ts'
import { ownWebhookRoutes } from './pages/webhooks/own-webhook-routes.ts'
import { webhookRoutes } from './pages/webhooks/webhook-routes.ts'
import { cacheHeaders, open, openPages } from './platform/cache/cache.ts'
import { replicaReads } from './platform/cache/replica-reads.ts'
import { blockLimits } from './platform/http/block-limits.ts'
import { contract } from './platform/http/contract.ts'
import { dataForAll } from './platform/http/cors.ts'
import type { Deps } from './platform/http/deps.ts'
import { draining } from './platform/http/drain.ts'
import { languageHook } from './platform/http/language.ts'
import { methods } from './platform/http/methods.ts'
import { logging } from './platform/http/request-log.ts'
import { requestMetrics } from './platform/http/request-metrics.ts'
import { security } from './platform/http/security.ts'
import { serverFactory } from './platform/http/server.ts'
import { serverLimits } from './platform/http/server-limits.ts'
import { processMetrics } from './platform/process/metrics.ts'
import { errorPages } from './platform/web/error-pages.ts'
import { viewPlugin } from './platform/web/view.ts'

/** The whole application, not listening yet. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { config, db } = deps
  const app = Fastify({
    ...logging(deps),
    trustProxy: config.trustProxy,
    ...serverLimits,
    serverFactory,
    exposeHeadRoutes: false, // methods.ts: one route takes both
    // an address that is too long for a name is unknown like any other: the header limit bounds it
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: serverLimits.http.maxHeaderSize },
    // ours are set below. Fastify's own, 120 files, would be loaded at each start and never used
    schemaController: { compilersFactory: { buildValidator: neverAsked, buildSerializer: neverAsked } },
  })
  app.setValidatorCompiler(validatorCompiler)
  // what an answer looks like is told by the contract and compared by the compiler and the tests, not again for each reply
  app.setSerializerCompiler(() => JSON.stringify)
  const add = adding(app, deps)
  add(draining)
  add(requestMetrics)
  add(processMetrics)
  add(openPages)
  add(dataForAll)
  add(methods)
  add(contract)
  add(errorPages)
  app.register(cookie)
  app.removeContentTypeParser(['application/json', 'text/plain']) // only forms are taken
  app.register(formbody)
  add(languageHook)
  add(security)
  add(indexing)
  add(replicaReads)
  add(blockLimits)
  add(meantAddresses)
  add(sessionHook)
  add(signInServiceList)
  add(verificationServiceList)
  add(viewPlugin)
  add(cacheHeaders)
  app.register(fastifyStatic, {
    root: fileURLToPath(new URL('../static', import.meta.url)),
    prefix: '/static/',
    immutable: true,
    preCompressed: true,
    maxAge: '365d',
  })

  add(justDone)
  add(keptForms)
  add(readOnly)
  add(onePress)
  add(operationRoutes)
  add(keptRoutes)
  add(codeRoutes)
  add(passkeySignInRoutes)
  for (const routes of [serviceRoutes, meRoutes, ownCalendarRoutes, ownWebhookRoutes, addressRoutes]) add(routes)
  for (const routes of [passkeyRoutes, ownServiceRoutes]) add(routes)
  for (const routes of [dataRoutes, ownDataRoutes, correctRoutes, copyRoutes]) add(routes)
  add(unsubscribeRoutes)
  add(witnessRoutes)
  add(mirrorRoutes)
  if (config.demonstration) {
    add(demoRoutes)
    add(demoMailRoutes)
  }
  add(open(homeRoutes))
  add(open(nationalFigureRoutes))
  add(open(robotsRoutes))
  add(open(oembedRoutes))
  add(open(apiRoutes))
  add(open(datasetRoutes))
  add(open(nationalDatasetRoutes))
  add(open(contractRoutes))
  add(dumpRoutes)
  add(open(catalogueRoutes))
  app.register(governmentPages(deps), { prefix: '/:gov' })
  await app.after()
  app.addHook('onClose', async () => {
    await db.close()
  })
  return app
}

/**
 * Registers, one after the other as they stand here. Not awaited one by one, which would be a step of its own for each. Fastify
 * looks through every module that is loaded for the name of a plugin that does not say it: a tenth of a start.
 */
const adding = (app: FastifyInstance, deps: Deps) => (routes: FastifyPluginAsync<Deps>) => {
  const displayName = Symbol.for('fastify.display-name')
  app.register(displayName in routes ? routes : Object.assign(routes, { [displayName]: routes.name || 'routes' }), deps)
}

/** What lies under a government's name. */
const governmentPages =
  (deps: Deps): FastifyPluginAsync =>
  async (app) => {
    const add = adding(app, deps)
    add(governmentScope)
    add(unsavedRoutes)
    add(draftRoutes)
    add(authorRoutes)
    app.register(settingsPages(deps), { prefix: '/desk/settings' })
    add(officerRoutes)
    add(assignmentRoutes)
    add(workloadRoutes)
    add(mailFailureRoutes)
    add(letterRoutes)
    for (const routes of [counterRoutes, paperRoutes, paperChangeRoutes, verificationRoutes, ageRoutes, walletRoutes])
      add(routes)
    for (const routes of [presentationRoutes, registerRoutes]) add(routes)
    add(integrityRoutes)
    add(sampleRoutes)
    add(unusualRoutes)
    add(lookRoutes)
    add(decisionRoutes)
    add(correctionRoutes)
    add(handlingRoutes)
    add(transferRoutes)
    add(partsRoutes)
    add(handOverRoutes)
    add(receivedRoutes)
    add(answerRoutes)
    add(attachmentRoutes)
    add(templateRoutes)
    add(savedViewRoutes)
    add(releaseRoutes)
    add(cosigningRoutes)
    add(followRoutes)
    add(webhookRoutes)
    add(mergeConsentRoutes)
    add(reasonRoutes)
    add(referenceRoutes)
    add(fileRoutes)
    add(open(commitmentRoutes))
    add(open(frontRoutes))
    add(open(listRoutes))
    add(open(listFeedRoutes))
    add(open(listCalendarRoutes))
    add(open(caseFeedRoutes))
    add(open(commitmentFeedRoutes))
    add(open(caseRoutes))
    add(open(documentRoutes))
    add(open(cardRoutes))
    add(open(posterRoutes))
    add(open(agencyRoutes))
    add(open(calendarRoutes))
    add(open(figureRoutes))
    add(open(changesRoutes))
    add(open(helpRoutes))
    add(open(integrityHelpRoutes))
    add(open(logPageRoutes))
    add(logDayRoutes)
    add(logTileRoutes)
    add(open(checkReceiptRoutes))
    add(receiptRoutes)
    add(sentReceiptRoutes)
    add(open(governmentMapRoutes))
    add(open(dataPageRoutes))
    add(open(governmentCatalogueRoutes))
    add(open(contractPageRoutes))
  }

/** For administrators: each part of what a government sets. */
const settingsPages =
  (deps: Deps): FastifyPluginAsync =>
  async (app) => {
    const add = adding(app, deps)
    add(settingsScope)
    add(settingsRoutes)
    add(rulesRoutes)
    add(unusualSettingsRoutes)
    add(tonightRoutes)
    add(blackoutsRoutes)
    add(announcementsRoutes)
    add(holidaysRoutes)
    add(agenciesRoutes)
    add(listEntriesRoutes)
    add(peopleRoutes)
    add(staffPasskeysRoutes)
    add(limitsRoutes)
    add(registerOfficeRoutes)
    add(synonymsRoutes)
    add(brandingRoutes)
  }

function neverAsked(): never {
  throw new Error('A schema was compiled before the application said how.')
}
