import type { Job } from '../../platform/process/scheduler.ts'
import { erasePast } from './retention.ts'

export const retentionJobs: Job[] = [{ name: 'retention', every: 86_400_000, run: erasePast }]
