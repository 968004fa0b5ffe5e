// The browser of a request, as its owner would call it.
import type { FastifyRequest } from 'fastify'
import { deviceOf } from '../../domain/people/device.ts'

export const deviceIn = ({ headers, t }: FastifyRequest): string => deviceOf(headers['user-agent'], t('frame.browser'))
